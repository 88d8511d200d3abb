import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planRun } from '../../src/plan/plan.ts'
import { shardOf } from '../../src/plan/shard.ts'
import { scenarioFrom } from '../builders/scenario.ts'

const roundOf = (users: number, seed: number) => {
  const [round] = planRun(scenarioFrom({ top: `users: ${users}` }), { seed, repeat: 1 }).rounds
  if (!round) throw new Error('a scenario has a round')
  return round
}

describe('planRun', () => {
  test('asks for the seats of the scenario, for every user once, all at the opening of the gate', () => {
    const round = roundOf(12, 1)
    expect([...round.user].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    expect(new Set(round.seats)).toEqual(new Set([1]))
    expect(new Set(round.atUs)).toEqual(new Set([0]))
  })

  test('makes the same plan from the same seed', () => {
    const scenario = scenarioFrom()
    expect(planRun(scenario, { seed: 5, repeat: 3 })).toEqual(planRun(scenario, { seed: 5, repeat: 3 }))
  })

  test('gives every repetition an order and a seed of its own', () => {
    const { rounds } = planRun(scenarioFrom({ top: 'users: 100' }), { seed: 5, repeat: 3 })
    expect(rounds.map(({ repetition }) => repetition)).toEqual([1, 2, 3])
    expect(new Set(rounds.map(({ user }) => user.join())).size).toBe(3)
    expect(new Set(rounds.map(({ seed }) => seed)).size).toBe(3)
  })
})

describe('shardOf', () => {
  test('shards together are the whole, and none is more than one arrival larger than another', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 9 }), (users, of) => {
        const whole = roundOf(users, 3)
        const shards = Array.from({ length: of }, (_, index) => shardOf(whole, { index, of }))
        const sizes = shards.map(({ user }) => user.length)
        expect(shards.flatMap(({ user }) => [...user]).toSorted((a, b) => a - b)).toEqual(
          [...whole.user].toSorted((a, b) => a - b),
        )
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('a shard keeps each user with what that user asks for', () => {
    const whole = roundOf(50, 3)
    const marked = { ...whole, seats: Uint32Array.from(whole.user, (user) => user + 100) }
    const shard = shardOf(marked, { index: 1, of: 3 })
    expect([...shard.seats]).toEqual(Array.from(shard.user, (user) => user + 100))
  })

  test.each([
    [-1, 3],
    [3, 3],
    [0, 0],
    [0.5, 2],
  ])('there is no shard %d of %d', (index, of) => {
    expect(() => shardOf(roundOf(5, 1), { index, of })).toThrow(RangeError)
  })
})
