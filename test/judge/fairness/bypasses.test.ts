import { describe, expect, test } from 'vitest'
import { countBypasses } from '../../../src/judge/fairness/bypasses.ts'
import { followUsers } from '../../../src/judge/fairness/journeys.ts'
import { roundFrom } from '../../builders/round.ts'

/** The first rows, and then so many who come one after the other from 10 ms on, take half of one, and win. */
function bypassesOf(rows: readonly string[], winners: number) {
  const later = Array.from(
    { length: winners },
    (_, index) => `${100 + index} booked ${10 + index} ${10.5 + index} b${index}`,
  )
  const facts = roundFrom({
    history: ['user outcome sent ended reference', ...rows, ...later].join('\n'),
    ledger: 'version kind reference account\n2 booked b0 u100',
    users: 100 + winners,
  })
  return countBypasses(facts, followUsers(facts.history, facts.planned.users))
}

// User 0 was refused at once, and asked again when all was over.
const asksOn = ['0 conflict 0 5 -', '0 conflict 90 95 -']

describe('a user who goes on asking and never wins', () => {
  test('is starved where ten who came later did', () => {
    expect(bypassesOf(asksOn, 10)).toMatchObject({ starved: 1, leftOut: 1 })
    expect(bypassesOf(asksOn, 9)).toMatchObject({ starved: 0, leftOut: 0, evidence: [] })
  })

  test('is shown with the first refusal, and with how many were served meanwhile', () => {
    const evidence = bypassesOf(['1 booked 1 2 a', ...asksOn], 12).evidence
    expect(evidence).toMatchObject([
      {
        claim:
          'user 0 asked 2 times and was never given a seat; meanwhile 12 users who came after its first refusal were',
        attempts: [{ user: 0, attempt: 1, outcome: 'conflict', endedMs: 5 }],
      },
    ])
  })

  test('is shown twice at most, and counted always', () => {
    const rows = [0, 1, 2].flatMap((user) => asksOn.map((row) => row.replace(/^0/, String(user))))
    const { starved, leftOut, evidence } = bypassesOf(rows, 10)
    expect([starved, leftOut]).toEqual([3, 3])
    expect(evidence.map(({ attempts }) => attempts[0]?.user)).toEqual([0, 1])
  })

  test('is left out, and not starved, where it asked no more, or not while they were served', () => {
    expect(bypassesOf(asksOn.slice(0, 1), 10)).toMatchObject({ starved: 0, leftOut: 1 })
    expect(bypassesOf(['0 conflict 0 5 -', '0 conflict 15 16 -'], 10)).toMatchObject({ starved: 0, leftOut: 1 })
  })

  test('is not starved for a reason of its own', () => {
    for (const outcome of ['rateLimited', 'rejected', 'unknown']) {
      const rows = asksOn.map((row) => row.replace('conflict', outcome))
      expect(bypassesOf(rows, 10)).toMatchObject({ starved: 0, leftOut: 1 })
    }
  })
})

test('a user who wins in the end was passed over as often as others came later and won before, and is not left out', () => {
  const { counts, leftOut, starved } = bypassesOf(['0 conflict 0 5 -', '0 booked 90 95 a'], 12)
  expect([counts[0], counts[100], leftOut, starved]).toEqual([12, 0, 0, 0])
})

test('users who never asked were passed over by nobody', () => {
  const { counts, leftOut } = bypassesOf([], 12)
  expect([...new Set(counts)]).toEqual([0])
  expect(leftOut).toBe(0)
})
