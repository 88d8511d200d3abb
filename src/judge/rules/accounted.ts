import { attemptsOf, type Attempt } from '../../record/attempt.ts'
import { witness } from '../evidence.ts'
import type { RoundFacts } from '../facts.ts'
import { groupBy } from '../group.ts'
import { countOpenOperations } from '../open-operations.ts'
import type { Rule, Witness } from '../rule.ts'
import { held, inconclusive, violated } from '../ruling.ts'
import { counted, listed } from '../words.ts'

/** The judge trusts the history, so the history has to earn it: this rule is about bookload, not about the target. */
export const accounted: Rule = {
  id: 'accounted',
  statement: 'Every planned user ended in one outcome, and every request that left was recorded once.',
  needs: 'answers',
  uses: 'answers',
  check: ({ facts, unrecorded }) => {
    const byUser = groupBy(attemptsOf(facts.history), ({ user }) => user)
    const silent = Array.from({ length: facts.planned.users }, (_, user) => user).filter((user) => !byUser.has(user))
    const faults = [...byUser.values()].flatMap((attempts) => faultsOf(attempts, facts))
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
      `${counted(byUser.size, 'user')}, ${counted(facts.history.length, 'request')}, each recorded once${traceless(facts)}`,
    )
  },
}

/** Such requests count as never carried out: a promise that only holds as far as the ledger was watched. */
function traceless(facts: RoundFacts): string {
  if (facts.quietMs === 0) return ''
  const open = countOpenOperations(facts)
  return `; ${open} without an answer left no trace in a ledger that was quiet for ${facts.quietMs / 1000} s`
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

function isAcknowledging(outcome: Attempt['outcome']): boolean {
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
