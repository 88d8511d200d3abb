import type { Reference } from '../../booking/event.ts'
import { witness } from '../evidence.ts'
import type { AcknowledgedAttempt } from '../operations.ts'
import { placesOf, queueStaysIn } from '../order/queue-stays.ts'
import { momentText } from '../order/telling.ts'
import { possibleTimelineOf, type Timeline } from '../order/timeline.ts'
import { lastSlotUntil } from '../order/windows.ts'
import type { Rule, Witness } from '../rule.ts'
import { held, idle, inconclusive, violated, withLedger } from '../ruling.ts'
import { counted } from '../words.ts'

/**
 * A place is counted from 1. It may be told as it was on joining, or as it had become by the time of the answer, when some
 * of those ahead had left. What may have happened meanwhile is known from the order of the requests, as for a look.
 */
export const queuePlaces: Rule = {
  id: 'queue-places',
  statement: 'Whoever waits is told the place that they have in the queue, and no two of them the same.',
  needs: 'versions',
  uses: 'versions',
  check: withLedger((_ledger, round) => {
    const told = round.answers.filter(isPlaced)
    if (told.length === 0) return idle('nobody was told a place in the queue')
    const timeline = possibleTimelineOf(round)
    if ('unordered' in timeline) return inconclusive(timeline.unordered)
    const { opening } = round.facts
    if (opening.waitlist && opening.available < opening.capacity) {
      return inconclusive('the event was not fresh, so nobody knows who had joined the queue before')
    }
    const places = placesTold(told, timeline)
    const wrong = places.filter(({ place, first, last }) => place > first || place < last)
    const total = `${counted(places.length, 'place')} in the queue`
    if (wrong.length === 0) return held(`${total} told, each as the ledger has it`)
    return violated(
      `${wrong.length} of ${total} ${wrong.length === 1 ? 'was' : 'were'} told wrong`,
      wrong.slice(0, 5).map((one) => witnessOf(one, places, timeline)),
    )
  }),
}

interface Placed extends AcknowledgedAttempt {
  readonly acknowledged: {
    readonly kind: 'waitlisted'
    readonly reference: Reference
    readonly position: number
  }
}

function isPlaced(attempt: AcknowledgedAttempt): attempt is Placed {
  const { acknowledged } = attempt
  return acknowledged.kind === 'waitlisted' && acknowledged.reference !== null && acknowledged.position !== null
}

/** A place that was told. */
interface ToldPlace {
  readonly attempt: Placed
  readonly place: number
  /** The place on joining. */
  readonly first: number
  /** What it can have become, at the most, by the time of the answer. */
  readonly last: number
  /** The slot at which its user had joined. */
  readonly slot: number
}

/** Of a reference that the ledger does not have, or has twice, other rules speak. */
function placesTold(told: readonly Placed[], { ledger, windows }: Timeline): readonly ToldPlace[] {
  const stays = queueStaysIn(ledger.entries)
  const waiting = told.flatMap((attempt) => {
    const number = stays.numbers.get(attempt.acknowledged.reference) ?? null
    return number === null ? [] : { attempt, number, slot: stays.joinedAt[number] ?? 0 }
  })
  const firsts = placesOf(waiting, stays)
  const ends = waiting.map(({ attempt, number, slot }) => {
    const byThen = Math.min(lastSlotUntil(windows, attempt.endedUs), (stays.leftAt[number] ?? Infinity) - 1)
    return { number, slot: Math.max(slot, byThen) }
  })
  const lasts = placesOf(ends, stays)
  return waiting.map(({ attempt, slot }, index) => ({
    attempt,
    place: attempt.acknowledged.position,
    first: firsts[index] ?? 0,
    last: lasts[index] ?? 0,
    slot,
  }))
}

function witnessOf(wrong: ToldPlace, places: readonly ToldPlace[], { ledger, openingVersion }: Timeline): Witness {
  const { attempt, place, first, last, slot } = wrong
  const { user, endedUs, acknowledged } = attempt
  const twin = places.find((other) => other.place === place && other.slot !== slot)
  const moved = first === last ? '' : `, and had moved up to ${last} at the most by then`
  const also = twin ? `; user ${twin.attempt.user} was told ${place}, too` : ''
  const claim =
    `user ${user} was told at ${momentText(endedUs)} that ${acknowledged.reference} is number ${place} in the queue, but ` +
    `it joined as number ${first}, with version ${openingVersion + slot}${moved}${also}`
  const both = [wrong, ...(twin ? [twin] : [])]
  return witness(
    claim,
    both.map((one) => one.attempt),
    both.flatMap((one) => ledger.entries[one.slot - 1] ?? []),
  )
}
