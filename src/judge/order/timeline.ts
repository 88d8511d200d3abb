import { attemptAt, type Attempt } from '../../record/attempt.ts'
import type { History } from '../../record/history.ts'
import { checkOnce } from '../check-once.ts'
import type { JudgedLedger, JudgedRound } from '../judged-round.ts'
import { whatIsMissing } from '../level.ts'
import { once } from '../once.ts'
import { versionChain } from '../rules/version-chain.ts'
import type { Cancellation } from '../../record/cancellation.ts'
import type { Request } from '../evidence.ts'
import { firstAsked, firstTold, firstToldOfReturn } from './attribution.ts'
import { findInversions, type Inversion } from './inversions.ts'
import { allocateTagged, type Tagged } from './tagged.ts'
import { slotsOf, type Slots } from './slots.ts'
import { stockOf, type Stock } from './stock.ts'
import { windowsOf, type Windows } from './windows.ts'
import { WishAttempts } from './wishes.ts'

/** The entries of a ledger as operations in time: who may have asked for each, and who was first told of it. */
export interface Timeline {
  readonly ledger: JudgedLedger
  readonly history: History
  readonly slots: Slots
  /** The write of each slot, at the index of the slot. That of slot 0 was nobody's: whatever happened came after it. */
  readonly writes: Tagged
  readonly inversions: readonly Inversion[]
  /**
   * By slot: the first attempt that may have made the entry, as an index into the history; -1 where it may have been
   * anybody, at any time.
   */
  readonly asked: Int32Array
  /** By slot: the attempt that was answered first with what the entry had made, likewise; -1 where nobody was. */
  readonly told: Int32Array
  /** By slot, of cancellations: who was first told of it; nothing where nobody was. */
  readonly toldOfReturn: ReadonlyMap<number, Cancellation>
  readonly wishes: WishAttempts
  /** What the writes say about the time of each slot. Worked out when first asked for, as is the stock. */
  readonly windows: Windows
  readonly stock: Stock
}

/** Why nothing follows from the order of the versions. */
export interface Unordered {
  readonly unordered: string
}

const timelines = new WeakMap<JudgedRound, Timeline | Unordered>()

/** The timeline of a round, made when the first rule asks for it. */
export function timelineOf(round: JudgedRound): Timeline | Unordered {
  const known = timelines.get(round)
  if (known) return known
  const made = makeTimeline(round)
  timelines.set(round, made)
  return made
}

/** The timeline of a round in which the versions are an order that can have been. */
export function possibleTimelineOf(round: JudgedRound): Timeline | Unordered {
  const timeline = timelineOf(round)
  if ('unordered' in timeline || timeline.inversions.length === 0) return timeline
  return { unordered: 'the versions are not in the order of the requests (see real-time-order)' }
}

/** The first attempt that may have made the entry of a slot; null where it may have been anybody, at any time. */
export function askedAt({ asked, history }: Timeline, slot: number): Attempt | null {
  const place = asked[slot] ?? -1
  return place < 0 ? null : attemptAt(history, place)
}

/** The request that was answered first with what the entry of a slot had made; null where nobody was. */
export function toldAt({ told, toldOfReturn, history }: Timeline, slot: number): Request | null {
  const place = told[slot] ?? -1
  return place < 0 ? (toldOfReturn.get(slot) ?? null) : attemptAt(history, place)
}

function makeTimeline(round: JudgedRound): Timeline | Unordered {
  const { facts, ledger } = round
  if ('unavailable' in ledger || !ledger.versioned) return { unordered: whatIsMissing(facts) }
  const { history, mayHold = false } = facts
  const chain = checkOnce(versionChain, round).status
  // Versions that no entry tells of leave it as certain in which order the entries were written.
  if (chain !== 'held' && !(mayHold && chain === 'inconclusive')) {
    return { unordered: 'the versions of the ledger are not an unbroken chain (see version-chain)' }
  }
  const slots = slotsOf(ledger, facts.opening, mayHold)
  const wishes = new WishAttempts(round)
  const told = firstTold(round, ledger, slots)
  const toldOfReturn = firstToldOfReturn(round, ledger, slots)
  const asked = firstAsked(round, ledger, wishes)
  const writes = allocateTagged(slots.count)
  for (let slot = 0; slot < writes.slot.length; slot++) {
    writes.slot[slot] = slot
    writes.isWrite[slot] = 1
    writes.fromUs[slot] = history.sentUs[asked[slot] ?? -1] ?? -Infinity
    writes.untilUs[slot] = history.endedUs[told[slot] ?? -1] ?? toldOfReturn.get(slot)?.endedUs ?? Infinity
  }
  const windows = once(() => windowsOf(writes, writes.slot.length))
  const stock = once(() => stockOf(ledger, facts.opening))
  return {
    ledger,
    history,
    slots,
    writes,
    inversions: findInversions(writes),
    asked,
    told,
    toldOfReturn,
    wishes,
    get windows() {
      return windows()
    },
    get stock() {
      return stock()
    },
  }
}
