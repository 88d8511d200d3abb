import { attemptAt } from '../../record/attempt.ts'
import { witness } from '../evidence.ts'
import type { RoundFacts } from '../facts.ts'
import type { Witness } from '../rule.ts'
import { winnersOf, type Journeys } from './journeys.ts'
import { placeAfter } from './place-after.ts'
import { turnedAway } from './turned-away.ts'

/** Who came first and who was served first, in one playing. */
export interface Inversions {
  /** Users who first asked after somebody else's first request had ended: only of those the order is certain. */
  readonly inOrder: number
  readonly turnedAway: number
  /** Users who were turned away, and then somebody who came later got a seat before they did, or when they never did. */
  readonly passedOver: number
  readonly evidence: readonly Witness[]
}

const proofsKept = 2

/**
 * Requests that overlap are in no order, so they are never compared. Neither are those for fewer seats than the most
 * that anybody asked for as winners: a small party may fit where a large one did not.
 */
export function findInversions(facts: RoundFacts, journeys: Journeys): Inversions {
  const { firstSentUs, firstEndedUs, wonSentUs, users } = journeys
  const refused = turnedAway(facts, journeys)
  const earliestAfter = earliestWinners(facts, journeys)
  const firstEnd = firstEndedUs.reduce((least, ended) => Math.min(least, ended), Infinity)
  const evidence: Witness[] = []
  let passedOver = 0
  for (let user = 0; user < users; user++) {
    if (refused[user] === 0) continue
    const winner = earliestAfter(firstEndedUs[user] ?? Infinity)
    if (winner === null || (journeys.wonEndedUs[winner] ?? 0) >= (wonSentUs[user] ?? Infinity)) continue
    passedOver += 1
    if (evidence.length < proofsKept) evidence.push(proofOf(facts, journeys, { user, winner }))
  }
  return {
    inOrder: firstSentUs.filter((sent) => sent < Infinity && sent > firstEnd).length,
    turnedAway: refused.reduce((sum, flag) => sum + flag, 0),
    passedOver,
    evidence,
  }
}

/** @returns who won earliest of those who first asked after a moment, or null */
function earliestWinners({ planned }: RoundFacts, journeys: Journeys): (afterUs: number) => number | null {
  const { firstSentUs, wonEndedUs } = journeys
  const all = winnersOf(journeys)
  const most = all.reduce((seats, user) => Math.max(seats, planned.seatsOf(user, 0)), 0)
  const winners = all
    .filter((user) => planned.seatsOf(user, 0) === most)
    .sort((a, b) => (firstSentUs[a] ?? 0) - (firstSentUs[b] ?? 0))
  const earliest = new Uint32Array(winners.length)
  for (let place = winners.length - 1; place >= 0; place--) {
    const [user, later] = [winners[place] ?? 0, earliest[place + 1]]
    const isEarlier = later === undefined || (wonEndedUs[user] ?? 0) < (wonEndedUs[later] ?? 0)
    earliest[place] = isEarlier ? user : later
  }
  const askedAt = (place: number): number => firstSentUs[winners[place] ?? 0] ?? 0
  return (afterUs) => earliest[placeAfter(afterUs, winners.length, askedAt)] ?? null
}

function proofOf(
  { history }: RoundFacts,
  { firstAt, wonAt }: Journeys,
  { user, winner }: { user: number; winner: number },
): Witness {
  const [turned, won] = [attemptAt(history, firstAt[user] ?? 0), attemptAt(history, wonAt[winner] ?? 0)]
  return witness(
    `user ${user} was turned away (${turned.outcome}); user ${winner} first asked after that, and got a seat that user ` +
      `${user} had been refused`,
    [turned, won],
  )
}
