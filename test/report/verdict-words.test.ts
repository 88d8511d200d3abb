import { describe, expect, test } from 'vitest'
import type { Result, RoundResult } from '../../src/report/result.ts'
import { verdictSentence } from '../../src/report/verdict-words.ts'
import { aResult, unfairResult } from '../builders/result.ts'

type Status = Result['verdict']['ruling']

/** A playing of a round, in which each of these rules came out like this and every other held. */
function playing(name: string, repetition: number, rules: Readonly<Record<string, Status>> = {}): RoundResult {
  const [round] = aResult().rounds
  if (!round) throw new Error('a result has rounds')
  const invariants = Object.entries(rules).map(([id, status]) => ({
    id,
    status,
    statement: '',
    detail: '',
    evidence: [],
  }))
  const ruling =
    (['violated', 'inconclusive'] as const).find((status) => Object.values(rules).includes(status)) ?? 'held'
  return { ...round, name, repetition, verdict: { pass: ruling === 'held', ruling, invariants, expectations: [] } }
}

const sentence = (...rounds: readonly RoundResult[]): string => verdictSentence(aResult({ rounds: [...rounds] }))
const oversold = { 'no-oversell': 'violated' } as const

test('a race that was met each time says so', () => {
  const rounds = [1, 2, 3, 4, 5].map((repetition) => playing('drop', repetition, oversold))
  expect(sentence(...rounds)).toBe('1 rule was violated in 5 of 5 playings of drop: no-oversell')
})

test('one that was missed sometimes says how often it was met', () => {
  const rounds = [{}, oversold, {}, {}, oversold].map((rules, index) => playing('drop', index + 1, rules))
  expect(sentence(...rounds)).toBe('1 rule was violated in 2 of 5 playings of drop: no-oversell')
})

test('each round is counted for itself, and one in which nothing was broken is not named', () => {
  const both = { ...oversold, 'version-chain': 'violated' } as const
  expect(
    sentence(
      playing('drop', 1, both),
      playing('drop', 2, oversold),
      playing('drop', 3),
      playing('quiet', 1),
      playing('quiet', 2),
      playing('quiet', 3),
      playing('late', 1),
      playing('late', 2, oversold),
      playing('late', 3),
    ),
  ).toBe('2 rules were violated in 2 of 3 playings of drop and 1 of 3 playings of late: no-oversell and version-chain')
})

test('a round that was played once is only named', () => {
  expect(sentence(playing('drop', 1, oversold), playing('quiet', 1))).toBe('1 rule was violated in drop: no-oversell')
})

test('a doubt is counted as a breach is', () => {
  const unsure = { contended: 'inconclusive' } as const
  expect(sentence(playing('drop', 1, unsure), playing('drop', 2), playing('drop', 3, unsure))).toBe(
    '1 rule could not be judged in 2 of 3 playings of drop: contended',
  )
})

test('a breach in one playing outweighs a doubt in another, which is then not mixed into the count', () => {
  expect(sentence(playing('drop', 1, { contended: 'inconclusive' }), playing('drop', 2, oversold))).toBe(
    '1 rule was violated in 1 of 2 playings of drop: no-oversell',
  )
})

test('where every rule held, all playings are counted', () => {
  expect(sentence(playing('drop', 1), playing('drop', 2), playing('quiet', 1), playing('quiet', 2))).toBe(
    'every rule held in 4 rounds',
  )
})

describe('fairness', () => {
  const unfair = unfairResult()
  const [lottery] = unfair.fairness ?? []
  if (!lottery) throw new Error('a policy was declared')

  test('that was declared and broken is named, over so many playings', () => {
    expect(verdictSentence(unfair)).toBe('ten-seats was no fair lottery over 3 playings: no-preference')
  })

  test('comes after what was broken in the rounds', () => {
    const rounds = [playing('drop', 1, oversold)]
    expect(verdictSentence({ ...unfair, rounds })).toBe(
      '1 rule was violated in drop: no-oversell; ten-seats was no fair lottery over 3 playings: no-preference',
    )
  })

  test('that could not be told is owned up to, though every rule held', () => {
    const invariants = lottery.invariants.map((invariant) => ({ ...invariant, status: 'inconclusive' as const }))
    const open = { ...unfair, fairness: [{ ...lottery, invariants }], verdict: { pass: true, ruling: 'held' as const } }
    expect(verdictSentence(open)).toBe(
      'every rule held in 3 rounds; whether ten-seats is a fair lottery could not be told',
    )
  })
})
