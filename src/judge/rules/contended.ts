import { outcomeKinds, outcomeLabels, unknownCauses, type OutcomeKind } from '../../booking/outcome.ts'
import { reordered } from '../../record/align-history.ts'
import type { History } from '../../record/history.ts'
import { placesWhere } from '../../record/places-where.ts'
import { tallyAttempts } from '../../record/tally.ts'
import { mostInFlight } from '../in-flight.ts'
import type { JudgedRound } from '../judged-round.ts'
import { wishOf, type Operation } from '../operations.ts'
import { peakHeld } from '../replay.ts'
import type { Rule } from '../rule.ts'
import { held, inconclusive } from '../ruling.ts'
import { inSureOrder } from '../sure-order.ts'
import { counted, listed } from '../words.ts'

/**
 * About the round, not the system: rules that hold where nobody met anybody have proved nothing. Never violated.
 *
 * Two limits say when too little was left of a burst, however well its rest behaved.
 * - Requests that were turned away for other reasons than the stock (a rate limit, a login) did not race. A race takes two,
 *   so what a burst can show grows with its pairs: where fewer than a tenth of the pairs that were in flight at once came to
 *   the stock, which is less than 32 % of the requests, most of it was not tried. A limiter that lets 40 % of them through
 *   leaves 16 % of the pairs, and those are judged by whether they contended.
 * - Of a wish that was never answered, nobody knows what the system would have said. Where that is so for half of them or
 *   more, a verdict would speak for a minority.
 */
export const contended: Rule = {
  id: 'contended',
  statement: 'Attempts overlapped in time and somebody lost, so that a race could have shown itself.',
  needs: 'answers',
  uses: 'ledger',
  check: (round) => {
    const { racedUs, history: told } = round.facts
    const history = racedUs === undefined ? told : racedAmong({ ...told, sentUs: racedUs })
    const inFlight = mostInFlight(history, (outcome) => !isTurnedAway(outcome))
    const untried = untriedText(history, inFlight)
    if (untried !== null) return inconclusive(untried)
    const unanswered = unansweredText(round)
    if (unanswered !== null) return inconclusive(unanswered)
    const unread = unreadText(round, history)
    if (unread !== null) return inconclusive(unread)

    const losers = countLosers(history) + turnedDownLater(round)
    const overlap = `at most ${counted(inFlight, 'attempt')} ${inFlight === 1 ? 'was' : 'were'} in flight at once`
    const loss = `${counted(losers, 'user')} lost the race`
    if (inFlight < 2) return inconclusive(`${overlap}, so nobody raced anybody; ${loss}`)
    if (losers > 0) return held(`${overlap}; ${loss}`)
    if (ledgerOversold(round)) return held(`${overlap}; nobody lost, because more was sold than there was`)
    return inconclusive(`${overlap}, but nobody lost, so there may have been enough for all`)
  },
}

/**
 * Those who came to the step that raced. Whoever was turned away on the way to it, before anybody was to be sent, met the
 * others at no gate.
 */
function racedAmong(history: History): History {
  const { endedUs, plannedUs } = history
  const places = Uint32Array.from(history.user.keys()).filter(
    (place) => (endedUs[place] ?? 0) >= (plannedUs[place] ?? 0),
  )
  return places.length === history.length ? history : reordered(history, places)
}

/** Of the pairs that were in flight at once, how many have to come to the stock. */
const leastShareOfPairs = 0.1

/** Null where enough of the burst came to the stock. @param tried how many were in flight at once that did */
function untriedText(history: History, tried: number): string | null {
  const tally = tallyAttempts(history)
  const kinds = turnedAway.filter((kind) => tally[kind] > 0)
  if (kinds.length === 0) return null
  const planned = mostInFlight(history, () => true)
  if (pairsOf(planned) === 0 || pairsOf(tried) / pairsOf(planned) >= leastShareOfPairs) return null
  const answers = kinds.map((kind) => `${tally[kind].toLocaleString('en')} were ${outcomeLabels[kind]}`)
  return (
    `of ${counted(history.length, 'request')}, ${listed(answers)}, and of at most ${planned.toLocaleString('en')} in flight ` +
    `at once ${tried.toLocaleString('en')} came to the stock: what this burst could have shown was not tried`
  )
}

const pairsOf = (count: number): number => (count * (count - 1)) / 2

/** Null unless all that may have told of a booking was beyond understanding, so that no promise was ever held against anything. */
function unreadText({ acknowledged, ledger }: JudgedRound, { outcome, cause }: History): string | null {
  if ('unavailable' in ledger || acknowledged.length > 0) return null
  const sold = ledger.entries.filter(({ kind }) => kind === 'booked').length
  const unread = placesWhere(outcome, (code) => code === unknown).filter((place) => cause[place] === unreadable).length
  if (sold === 0 || unread === 0) return null
  return (
    `${counted(unread, 'answer')} could not be understood, and nobody was told of what the ledger has, which is ` +
    `${counted(sold, 'booking')}: what was promised is not known`
  )
}

const unreadable = unknownCauses.indexOf('unreadable')

/** Null where more than half of the wishes had an answer. */
function unansweredText(round: JudgedRound): string | null {
  const { operations, wishes } = round
  const silent = operations.filter((operation) => isUnanswered(round, operation))
  if (silent.length === 0) return null
  const repeated = wishes.shared.reduce((sum, wish) => sum + wish.length - 1, 0)
  const all = operations.length - repeated
  const together = wishes.shared.filter((wish) => wish.every((operation) => isUnanswered(round, operation))).length
  const unanswered = silent.filter((operation) => !wishes.isShared(operation)).length + together
  if (unanswered * 2 < all) return null
  return (
    `${unanswered.toLocaleString('en')} of ${counted(all, 'wish', 'wishes')} had no answer: ` +
    'a verdict could only speak for the rest, which is no majority'
  )
}

function isUnanswered({ facts: { history }, ledger }: JudgedRound, operation: Operation): boolean {
  // Nearly always told without a look at the attempts.
  if (operation.nameless === 0) return false
  return operation.places.every((place) => history.outcome[place] === unknown) && !isDecidedLater(operation, ledger)
}

/** Who was told that it will be decided later has the ledger for an answer, once that is at rest. */
function isDecidedLater({ attempts }: Operation, ledger: JudgedRound['ledger']): boolean {
  return !('unavailable' in ledger) && attempts.some(({ cause }) => cause === 'accepted')
}

/** Of those whose wish was accepted, to be decided later, how many are not in the ledger. */
function turnedDownLater({ operations, ledger }: JudgedRound): number {
  if ('unavailable' in ledger) return 0
  const { granted, balances } = ledger.claims
  const waited = operations.filter((operation) => operation.nameless > 0 && isDecidedLater(operation, ledger))
  if (waited.length === 0) return 0
  const loose = [...balances.values()].reduce((sum, balance) => sum + balance.loose.length, 0)
  return Math.max(0, waited.filter((operation) => !granted.has(wishOf(operation))).length - loose)
}

const unknown = outcomeKinds.indexOf('unknown')

const turnedAway = ['rateLimited', 'rejected'] as const satisfies readonly OutcomeKind[]

/** Refused for another reason than the stock, which the request may never have come to. */
const isTurnedAway = (outcome: OutcomeKind): boolean => turnedAway.some((kind) => kind === outcome)

/** Users who lost at least once: one that won on a later try had raced all the same. */
function countLosers({ user, outcome }: History): number {
  const losses = outcomeKinds.map(isLoss)
  const hasLost = new Uint8Array(user.reduce((most, number) => Math.max(most, number + 1), 0))
  for (let place = 0; place < user.length; place++) if (losses[outcome[place] ?? 0]) hasLost[user[place] ?? 0] = 1
  return hasLost.reduce((sum, lost) => sum + lost, 0)
}

function isLoss(outcome: OutcomeKind): boolean {
  return outcome === 'conflict' || outcome === 'soldOut' || outcome === 'waitlisted'
}

function ledgerOversold({ facts: { opening }, ledger }: JudgedRound): boolean {
  return !('unavailable' in ledger) && peakHeld(opening, inSureOrder(ledger, opening).heldAfter) > opening.capacity
}
