import { listed } from '../judge/words.ts'
import type { RulingStatus } from '../judge/rule.ts'
import { countOf } from './count-text.ts'
import { expectationWord, type ExpectationWord } from './expectation-text.ts'
import type { FairnessResult, Result, RoundResult } from './result.ts'
import { runStanding } from './standing.ts'

/** Why a run stands where it stands, in one sentence. */
export function verdictSentence(result: Result): string {
  const { rounds, verdict } = result
  const standing = runStanding(result)
  if (standing === 'inconclusive') return doubt(result)
  if (standing === 'held') {
    return [
      `every rule held in ${countOf(rounds.length, 'round')}`,
      ...unseen(rounds),
      ...odd(rounds),
      ...(result.fairness ?? []).flatMap(untold),
    ].join('; ')
  }
  const missed = expectationsOf(rounds, 'missed')
  const missing = `${countOf(missed.length, 'expectation')} missed: ${listed(missed)}`
  if (standing === 'missed') {
    return `${verdict.ruling === 'held' ? 'every rule held' : 'no rule was violated'}, but ${missing}`
  }
  const broken = [
    ...(invariantsOf(rounds, 'violated').length === 0
      ? []
      : [rulesIn(result, 'violated', ['was violated', 'were violated'])]),
    ...(result.fairness ?? []).flatMap(unfairness),
  ]
  return [...broken, ...(missed.length === 0 ? [] : [missing])].join('; ')
}

/** What nobody could look at was not shown to be right. */
function unseen(rounds: readonly RoundResult[]): readonly string[] {
  const ids = new Set(
    rounds.flatMap(({ verdict }) => verdict.invariants.flatMap((one) => (one.isUnseen ? [one.id] : []))),
  )
  return ids.size === 0
    ? []
    : [`${countOf(ids.size, 'rule')} could not rule, for want of what the target does not show`]
}

/** What could not be understood may have said anything. */
function odd(rounds: readonly RoundResult[]): readonly string[] {
  const answers = rounds.flatMap(({ oddities = [] }) => oddities).reduce((sum, oddity) => sum + oddity.answers, 0)
  return answers === 0
    ? []
    : [`${countOf(answers, 'answer')} ${answers === 1 ? 'was' : 'were'} not as the contract says`]
}

/** It does not make a run any less safe, and yet nobody is to take a silence for an acquittal. */
function untold({ round, policy, invariants }: FairnessResult): readonly string[] {
  const isOpen = invariants.some(({ status }) => status === 'inconclusive')
  return isOpen ? [`whether ${round} is a fair ${policy} could not be told`] : []
}

/** `sale was no fair lottery over 30 playings: no-preference`. */
function unfairness({ round, policy, playings, invariants }: FairnessResult): readonly string[] {
  const ids = invariants.filter(({ status }) => status === 'violated').map(({ id }) => id)
  return ids.length === 0 ? [] : [`${round} was no fair ${policy} over ${countOf(playings, 'playing')}: ${listed(ids)}`]
}

function doubt(result: Result): string {
  const { rounds } = result
  if (rounds.length === 0) return 'nothing was judged'
  if (invariantsOf(rounds, 'inconclusive').length > 0) {
    return rulesIn(result, 'inconclusive', ['could not be judged', 'could not be judged'])
  }
  const unmeasured = expectationsOf(rounds, 'unmeasured')
  if (unmeasured.length > 0)
    return `${countOf(unmeasured.length, 'expectation')} could not be measured: ${listed(unmeasured)}`
  return `every rule held in ${countOf(rounds.length, 'round')}, but the run was not carried through`
}

/** `1 rule was violated in ten-seats: no-oversell`. */
function rulesIn(result: Result, status: RulingStatus, [singular, plural]: readonly [string, string]): string {
  const concerned = result.rounds.filter((round) => invariantsOf([round], status).length > 0)
  const ids = [...new Set(invariantsOf(concerned, status))]
  return `${countOf(ids.length, 'rule')} ${ids.length === 1 ? singular : plural} in ${places(concerned, result)}: ${listed(ids)}`
}

/** Which rounds; where each was played several times, in how many of its playings: a race is not met every time. */
function places(concerned: readonly RoundResult[], { rounds }: Result): string {
  const names = [...new Set(concerned.map(({ name }) => name))]
  const playings = (of: readonly RoundResult[], name: string) => of.filter((round) => round.name === name).length
  return listed(
    names.map((name) => {
      const all = playings(rounds, name)
      return all === 1 ? name : `${playings(concerned, name)} of ${all} playings of ${name}`
    }),
  )
}

const invariantsOf = (rounds: readonly RoundResult[], wanted: RulingStatus): readonly string[] =>
  rounds.flatMap(({ verdict }) =>
    verdict.invariants.filter(({ status, isUnseen }) => status === wanted && !isUnseen).map(({ id }) => id),
  )

function expectationsOf(rounds: readonly RoundResult[], wanted: ExpectationWord): readonly string[] {
  const all = rounds.flatMap(({ verdict }) => verdict.expectations)
  return [...new Set(all.filter((one) => expectationWord(one) === wanted).map(({ expression }) => expression))]
}
