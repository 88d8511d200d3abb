import { outcomeKinds, type OutcomeKind } from '../../booking/outcome.ts'
import { attemptAt, type Attempt } from '../../record/attempt.ts'
import type { History } from '../../record/history.ts'
import { witness } from '../evidence.ts'
import type { RoundFacts } from '../facts.ts'
import { groupBy } from '../group.ts'
import type { JudgedRound } from '../judged-round.ts'
import { openOperationsIn } from '../open-operations.ts'
import type { Rule, Witness } from '../rule.ts'
import { held, inconclusive, violated } from '../ruling.ts'
import { counted, listed } from '../words.ts'

/** The judge trusts the history, so the history has to earn it: this rule is about bookload, not about the target. */
export const accounted: Rule = {
  id: 'accounted',
  statement: 'Every planned user ended in one outcome, and every request that left was recorded once.',
  needs: 'answers',
  uses: 'answers',
  check: (round) => {
    const { facts, unrecorded } = round
    const attempts = countByUser(facts.history)
    const silent = silentAmong(facts.planned.users, attempts)
    const faults = suspects(facts.history, attempts, facts.planned.users).flatMap((own) => faultsOf(own, facts))
    const surplus = facts.history.length - facts.launchedAttempts
    if (surplus > 0) faults.push(witness(`${surplus} more attempts were recorded than requests left`, []))
    // Whoever stops a round early leaves users who had no turn yet, and requests whose end nobody waited for.
    if (!facts.interrupted) faults.push(...omissions(silent, unrecorded))

    if (faults.length > 0) return violated(`${counted(faults.length, 'fault')} in the history of the round`, faults)
    if (unrecorded > 0 || silent.length > 0) {
      const left = `${counted(silent.length, 'user')} had sent nothing and ${counted(unrecorded, 'request')} had no end yet`
      return inconclusive(`the round was interrupted when ${left}`)
    }
    return held(
      `${counted(facts.planned.users, 'user')}, ${counted(facts.history.length, 'request')}, each recorded once${traceless(round)}`,
    )
  },
}

/** Such requests count as never carried out: a promise that only holds as far as the ledger was watched. */
function traceless(round: JudgedRound): string {
  const { quietMs } = round.facts
  const open = quietMs === 0 ? 0 : openOperationsIn(round)
  if (open === 0) return ''
  return `; ${open} without an answer left no trace in a ledger that was quiet for ${quietMs / 1000} s`
}

/** By user, how many attempts were recorded. */
function countByUser({ user: users }: History): Uint32Array {
  const counts = new Uint32Array(users.reduce((most, user) => Math.max(most, user + 1), 0))
  for (const user of users) counts[user] = (counts[user] ?? 0) + 1
  return counts
}

function silentAmong(users: number, attempts: Uint32Array): readonly number[] {
  const silent: number[] = []
  for (let user = 0; user < users; user++) if ((attempts[user] ?? 0) === 0) silent.push(user)
  return silent
}

/**
 * The attempts of each user of whom something is amiss, found without a look at anybody else's more than once: those
 * numbered from 1 to their count, each number once, need no further one.
 */
function suspects(
  history: History,
  attempts: Uint32Array,
  users: number,
): readonly (readonly [Attempt, ...Attempt[]])[] {
  const areAcknowledging = outcomeKinds.map(isAcknowledging)
  const start = startsOf(attempts)
  const isTaken = new Uint8Array(history.length)
  const amiss = new Set<number>()
  for (let place = 0; place < history.length; place++) {
    const user = history.user[place] ?? 0
    const number = history.attempt[place] ?? 0
    const slot = (start[user] ?? 0) + number - 1
    const isMute = areAcknowledging[history.outcome[place] ?? 0] !== ((history.told[place] ?? 0) !== 0)
    if (user >= users || isMute || number < 1 || number > (attempts[user] ?? 0) || isTaken[slot] === 1) amiss.add(user)
    else isTaken[slot] = 1
  }
  if (amiss.size === 0) return []
  const places = Array.from(history.user.keys()).filter((place) => amiss.has(history.user[place] ?? 0))
  return [
    ...groupBy(
      places.map((place) => attemptAt(history, place)),
      ({ user }) => user,
    ).values(),
  ]
}

/** Where the attempts of each user would begin, were they put side by side. */
function startsOf(attempts: Uint32Array): Uint32Array {
  let before = 0
  return attempts.map((count) => {
    before += count
    return before - count
  })
}

function faultsOf(
  attempts: readonly [Attempt, ...Attempt[]],
  { planned: { users }, interrupted }: RoundFacts,
): Witness[] {
  const [{ user }] = attempts
  const faults: Witness[] = []
  if (user >= users) faults.push(witness(`user ${user} was not planned: there were ${users}`, attempts))
  const numbers = attempts.map(({ attempt }) => attempt).toSorted((a, b) => a - b)
  // Attempts of one user at once end in any order, so one that nobody waited for may leave a gap before others.
  const isOff = (number: number, index: number) =>
    interrupted ? number === numbers[index - 1] || number < 1 : number !== index + 1
  if (numbers.some(isOff)) {
    faults.push(witness(`the attempts of user ${user} are numbered ${listed(numbers.map(String))}`, attempts))
  }
  const mute = attempts.filter(({ outcome, acknowledged }) => isAcknowledging(outcome) !== (acknowledged !== null))
  if (mute.length > 0) faults.push(witness(`what user ${user} was told does not fit the outcome recorded`, mute))
  return faults
}

function isAcknowledging(outcome: OutcomeKind): boolean {
  return outcome === 'booked' || outcome === 'waitlisted'
}

function omissions(silent: readonly number[], unrecorded: number): Witness[] {
  const omitted: Witness[] = []
  if (unrecorded > 0) omitted.push(witness(`${counted(unrecorded, 'request')} left without being recorded`, []))
  if (silent.length > 0) {
    omitted.push(witness(`${listed(silent.map((user) => `user ${user}`))} never sent a request`, []))
  }
  return omitted
}
