import type { History } from '../../record/history.ts'
import { tallyAttempts, tallyUsers } from '../../record/tally.ts'
import { witness } from '../evidence.ts'
import type { JudgedLedger, JudgedRound } from '../judged-round.ts'
import { numberAt } from '../order/columns.ts'
import { sightRefusals } from '../order/refusals.ts'
import { placeSightings } from '../order/sightings.ts'
import { stockDoubt } from '../order/stock-doubt.ts'
import { searchOnceBelow } from '../order/stock.ts'
import { entriesAround, momentText, refusalText, spanText } from '../order/telling.ts'
import { possibleTimelineOf, toldAt, type Timeline } from '../order/timeline.ts'
import { unplacedOf, witnessOfUnplaced } from '../order/unplaced.ts'
import { firstSlotFrom } from '../order/windows.ts'
import { heldInTheEnd } from '../replay.ts'
import type { Rule, Ruling, Witness } from '../rule.ts'
import { held, idle, inconclusive, lacking, unseen, violated, withLedger } from '../ruling.ts'
import { seatsHeldMeanwhile, seatsWithheld } from '../withheld.ts'
import { counted } from '../words.ts'

/**
 * Whoever may have had to stand behind somebody who waited is never counted among the wronged. Seats that are left
 * unsold are not a violation by themselves: conflicts may leave them, and each of those is for `spurious-conflict`.
 */
export const justifiedRefusal: Rule = {
  id: 'justified-refusal',
  statement: 'Whoever was told that it is sold out, or had to wait, found too few seats at some moment of the request.',
  needs: 'ledger',
  uses: 'versions',
  check: withLedger((ledger, round) => {
    const left = unsoldText(ledger, round)
    const ruling = ruleOnRefusals(ledger, round)
    // Whoever was refused while seats were left may well ask why, although nobody was told that there were none.
    return left === null ? ruling : { ...ruling, detail: `${ruling.detail}; ${left}`, isIdle: false }
  }),
}

function ruleOnRefusals(ledger: JudgedLedger, round: JudgedRound): Ruling {
  const turnedAway = countTurnedAway(round.facts.history)
  if (turnedAway === 0) return idle('nobody was told that it is sold out, or had to wait')
  return ledger.versioned ? ruleOnVersions(ledger, round, turnedAway) : ruleOnTotals(ledger, round)
}

function ruleOnVersions(ledger: JudgedLedger, round: JudgedRound, turnedAway: number): Ruling {
  const { unrecorded, facts } = round
  const timeline = possibleTimelineOf(round)
  if ('unordered' in timeline) return inconclusive(timeline.unordered)
  const { mayHold = false } = facts
  // Holds leave fewer seats than the entries do: whatever was right by those was right.
  const doubt = mayHold ? null : stockDoubt(round)
  if (doubt !== null) {
    return inconclusive(`the entries do not say for certain how many seats were left (${doubt})`)
  }
  const refused = judgeRefusals(timeline, round)
  const queued = judgeQueue(timeline)
  const total = `${counted(turnedAway, 'answer')} that it is sold out, or to wait`
  const wrong = refused.wrong + queued.length
  if (wrong === 0) return held(`${total}: each was right at some moment of its request`)
  // What the entries do not explain, holds may.
  if (mayHold) return ruleOnTotals(ledger, round)
  const found = `${wrong} of ${total} ${wrong === 1 ? 'was' : 'were'} right at no moment of the request`
  if (unrecorded > 0) {
    return inconclusive(`${found}, unless ${counted(unrecorded, 'request')} whose end was never recorded came before`)
  }
  return violated(found, [...refused.witnesses, ...queued])
}

function countTurnedAway(history: History): number {
  const { soldOut, waitlisted } = tallyAttempts(history)
  return soldOut + waitlisted
}

function judgeRefusals(
  timeline: Timeline,
  round: JudgedRound,
): { readonly wrong: number; readonly witnesses: readonly Witness[] } {
  const { windows, stock } = timeline
  const { sightings, attemptOf } = sightRefusals(round, timeline.wishes)
  const placements = placeSightings(sightings, windows, stock)
  const tell = (index: number): string => refusalText(attemptOf(index), sightings.seats[index])
  const placed = { timeline, windows, stock, sightings, placements, tell, attemptOf }
  const wrong = unplacedOf(placements)
  return { wrong: wrong.length, witnesses: wrong.slice(0, 5).map((index) => witnessOfUnplaced(placed, index)) }
}

/**
 * A place in the queue is an entry, so it is known what came before it. It is judged by its request rather than by the
 * version just before: a system may look first and join the queue later.
 */
function judgeQueue(timeline: Timeline): readonly Witness[] {
  const { ledger, writes, slots, windows, stock } = timeline
  if (!ledger.entries.some(({ kind }) => kind === 'waitlisted')) return []
  const findRoomBelow = searchOnceBelow(stock.room)
  return ledger.entries.flatMap((entry, index): Witness | [] => {
    const attempt = entry.kind === 'waitlisted' ? toldAt(timeline, index + 1) : null
    if (!attempt) return []
    const fromUs = numberAt(writes.fromUs, index + 1)
    const first = firstSlotFrom(windows, fromUs)
    const crowded = findRoomBelow(first, entry.seats)
    // Behind its own place in the queue there is no room, so some slot is found: right if it comes before.
    if (crowded <= index) return []
    const span = { first, last: index }
    const since = Number.isFinite(fromUs) ? `, whose request left at ${momentText(fromUs)},` : ''
    const claim =
      `user ${attempt.user}${since} had to wait for ${counted(entry.seats, 'seat')} from version ` +
      `${slots.versionOf(index + 1)} on, but nobody waited before, and ${spanText(timeline, stock, span)}`
    return witness(claim, [attempt, toldAt(timeline, first) ?? []].flat(), entriesAround(timeline, span))
  })
}

/**
 * Without versions nobody knows when the seats were gone, nor with them where some are held that no entry tells of; but some
 * events never can have been full.
 */
function ruleOnTotals(ledger: JudgedLedger, round: JudgedRound): Ruling {
  const { facts, operations } = round
  const { capacity, available, waitlist } = facts.opening
  const cannotTell = ledger.versioned ? unseen(heldUnseen) : lacking(facts)
  const hasQueue = waitlist || ledger.entries.some(({ kind }) => kind === 'waitlisted' || kind === 'promoted')
  if (hasQueue || ledger.event.capacity !== capacity) return cannotTell
  const taken = ledger.entries.reduce((sum, { kind, seats }) => (kind === 'booked' ? sum + seats : sum), 0)
  const leastLeft = leastLeftFor(round, available - taken)
  const wrong = operations.flatMap(({ seats, refused }) =>
    seats > leastLeft ? [] : refused.filter(({ outcome }) => outcome === 'soldOut'),
  )
  if (wrong.length === 0) return cannotTell
  const witnesses = wrong.slice(0, 5).map((attempt) => {
    const claim =
      `user ${attempt.user} was told that it is sold out, but the bookings of the whole round, ` +
      `${counted(taken, 'seat')} in all, left ${available - taken} of ${available}${besidesText(available - taken - leastLeft)}`
    return witness(claim, [attempt])
  })
  const found = `${counted(wrong.length, 'refusal')} said that it is sold out, which it `
  return violated(found + (facts.mayHold === true ? 'was not at the last of them' : 'never was'), witnesses)
}

const besidesText = (seats: number): string =>
  seats === 0 ? '' : `, and no more than ${seats} can have been held besides`

/**
 * How many seats were left at the least when the last of those was refused who asked for so few. What they had held
 * themselves they did not hold any more by then; what larger parties held who were refused later they may have.
 */
function leastLeftFor(round: JudgedRound, unsold: number): number {
  const left = unsold - seatsWithheld(round)
  let before = Infinity
  let least = left
  while (least < before) {
    before = least
    const larger = round.operations.filter(({ seats }) => seats > before)
    least = left - seatsHeldMeanwhile(round, larger)
  }
  return least
}

const heldUnseen = 'seats may have been held by an earlier step of a booking, and no entry tells of those'

/** Null where everything was sold, or everybody was served. */
function unsoldText({ event, heldAfter }: JudgedLedger, { facts: { opening, history } }: JudgedRound): string | null {
  const unsold = event.capacity - heldInTheEnd(opening, heldAfter)
  if (unsold <= 0) return null
  const { conflict, soldOut, rateLimited, rejected } = tallyUsers(history)
  const refused = conflict + soldOut + rateLimited + rejected
  if (refused === 0) return null
  return `${counted(unsold, 'seat')} left unsold while ${counted(refused, 'user')} ended with a refusal`
}
