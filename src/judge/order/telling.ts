import type { LedgerEntry } from '../../booking/ledger.ts'
import type { Attempt } from '../../record/attempt.ts'
import type { Request } from '../evidence.ts'
import { counted, listed } from '../words.ts'
import { numberAt } from './columns.ts'
import type { Stock } from './stock.ts'
import { askedAt, toldAt, type Timeline } from './timeline.ts'
import { firstSlotFrom, lastSlotUntil, type Windows } from './windows.ts'

/** `12.4 ms`, to the microsecond, since the times of a witness may be no further apart. */
export function momentText(us: number): string {
  return `${Number((us / 1000).toFixed(3))} ms`
}

/** What became known of the write of a slot, and when. */
export function tellingText(timeline: Timeline, slot: number): string {
  const request = toldAt(timeline, slot)
  const version = timeline.slots.versionOf(slot)
  if (!request) throw new RangeError(`nobody was told of version ${version}`)
  const what =
    'reference' in request
      ? `${request.reference} is cancelled, which is version ${version}`
      : `it has version ${version}`
  return `user ${request.user} was told at ${momentText(request.endedUs)} that ${what}`
}

export function refusalText(attempt: Attempt | null, seats = 0): string {
  return `user ${attempt?.user} was told that ${counted(seats, 'seat')} cannot be had`
}

/** A span of slots, both of which count: all that can have been current within some time. */
export interface Span {
  readonly first: number
  readonly last: number
}

/** @param afterSlot an earlier sighting allows no slot before this one */
export function spanWithin(
  windows: Windows,
  { fromUs, untilUs, afterSlot }: { fromUs: number; untilUs: number; afterSlot: number },
): Span {
  return { first: Math.max(afterSlot, firstSlotFrom(windows, fromUs)), last: lastSlotUntil(windows, untilUs) }
}

/** What was left while a span was current, for a sentence about somebody who was told otherwise. */
export function spanText({ slots }: Timeline, { available }: Stock, { first, last }: Span): string {
  const [from, to] = [slots.versionOf(first), slots.versionOf(last)]
  if (first > last) return `version ${to} was the latest that can have been current by then`
  const left = [...new Set(available.subarray(first, last + 1))].map(String)
  return first === last
    ? `only version ${from} can have been current then, with ${counted(Number(left[0]), 'seat')} left`
    : `only versions ${from} to ${to} can have been current then, with ${listed(left)} seats left`
}

/** The entries that bound a span: what was installed before it ended, and what could only come later. */
export function entriesAround({ ledger }: Timeline, { first, last }: Span): readonly LedgerEntry[] {
  return ledger.entries.slice(Math.max(0, first - 1), last + 1)
}

/** The requests that bound a span: who had been told of its beginning, and who asked later for what ended it. */
export function attemptsAround(
  timeline: Timeline,
  windows: Windows,
  { first, last, fromUs, untilUs }: Span & { readonly fromUs: number; readonly untilUs: number },
): readonly Request[] {
  const told = toldAt(timeline, first)
  const keeper = keeperOf(timeline, windows, last + 1)
  return [told && told.endedUs < fromUs ? told : [], keeper && keeper.sentUs > untilUs ? keeper : []].flat()
}

/** The attempt that a slot had to wait for: its own, or that of an earlier one which was sent later still. */
export function keeperOf(timeline: Timeline, { sinceUs }: Windows, slot: number): Attempt | null {
  for (let earlier = slot; earlier > 0 && earlier < sinceUs.length; earlier--) {
    const attempt = askedAt(timeline, earlier)
    if (attempt?.sentUs === sinceUs[slot]) return attempt
  }
  return null
}

/** The seats left after a version, where that is one of the round's. */
export function availableAt(timeline: Timeline, version: number): number | null {
  const { stock, slots } = timeline
  const slot = slots.slotOf(version)
  return slot >= 0 && slot < stock.available.length ? numberAt(stock.available, slot) : null
}
