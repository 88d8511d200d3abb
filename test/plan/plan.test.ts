import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planRun, type RoundPlan } from '../../src/plan/plan.ts'
import { shardOf } from '../../src/plan/shard.ts'
import { arrivalTimesUs } from '../../src/plan/arrival-times.ts'
import { usersArriving, type Arrivals } from '../../src/scenario/arrivals.ts'
import { scenarioFrom } from '../builders/scenario.ts'

const roundOf = (users: number, seed: number) => {
  const [round] = planRun(scenarioFrom({ top: `users: ${users}` }), { seed, repeat: 1 }).rounds
  if (!round) throw new Error('a scenario has a round')
  return round
}

const times = fc.integer({ min: 1, max: 10_000 })

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

const patterns: fc.Arbitrary<Arrivals> = fc.oneof(
  fc.constant({ pattern: 'burst' as const }),
  fc.record({ pattern: fc.constant('waves' as const), waves: fc.integer({ min: 2, max: 9 }), intervalMs: times }),
  fc.record({ pattern: fc.constant('ramp' as const), durationMs: times }),
  fc.record({
    pattern: fc.constant('rate' as const),
    perSecond: fc.integer({ min: 1, max: 500 }),
    durationMs: times,
  }),
  fc.record({ pattern: fc.constant('loop' as const), durationMs: times }),
)

describe('arrivals', () => {
  test('all come after the gate opens, in order, none later than the arrivals last', () => {
    fc.assert(
      fc.property(patterns, fc.integer({ min: 9, max: 300 }), (arrivals, some) => {
        const users = usersArriving(arrivals) ?? some
        const atUs = arrivalTimesUs(arrivals, users)
        expect(atUs).toHaveLength(users)
        expect(atUs[0]).toBe(0)
        expect([...atUs]).toEqual([...atUs].toSorted((a, b) => a - b))
        expect((atUs.at(-1) ?? 0) / 1000).toBeLessThan(lastsMs(arrivals))
      }),
    )
  })

  test('waves are of equal size, to within one user', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 20 }), fc.integer({ min: 20, max: 300 }), (waves, users) => {
        const atUs = arrivalTimesUs({ pattern: 'waves', waves, intervalMs: 7 }, users)
        const sizes = Array.from({ length: waves }, (_, wave) => atUs.filter((us) => us === wave * 7000).length)
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(users)
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('the rate of a ramp rises evenly: half of the time brings a quarter of the users', () => {
    const atUs = arrivalTimesUs({ pattern: 'ramp', durationMs: 1000 }, 400)
    expect(atUs.filter((us) => us < 500_000)).toHaveLength(100)
    expect(atUs[100]).toBe(500_000)
  })

  test('a rate is even', () => {
    const atUs = arrivalTimesUs({ pattern: 'rate', perSecond: 250, durationMs: 20 }, 5)
    expect([...atUs]).toEqual([0, 4000, 8000, 12_000, 16_000])
  })

  test('who comes when is for the seed to say, and the plan tells what it was made from', () => {
    const scenario = scenarioFrom({ round: 'arrivals: { pattern: rate, perSecond: 100, duration: 1s }' })
    const [one, other] = [1, 2].map((seed) => planRun(scenario, { seed, repeat: 1 }).rounds[0])
    expect(one?.atUs).toEqual(other?.atUs)
    expect(one?.user).not.toEqual(other?.user)
    expect(one?.arrivals).toEqual({ pattern: 'rate', perSecond: 100, durationMs: 1000 })
  })
})

/** No user presses "buy" for the first time so long after the gate opened. */
function lastsMs(arrivals: Arrivals): number {
  switch (arrivals.pattern) {
    case 'burst':
    case 'loop':
      return Number.MIN_VALUE
    case 'waves':
      return arrivals.waves * arrivals.intervalMs
    case 'ramp':
    case 'rate':
      return arrivals.durationMs
  }
}

const timesOf = ({ user, atUs }: RoundPlan): readonly (readonly [user: number, atUs: number | undefined])[] =>
  Array.from(user, (one, index) => [one, atUs[index]] as const)

const perSecondOf = (arrivals: Arrivals): number => (arrivals.pattern === 'rate' ? arrivals.perSecond : 0)

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

  test('so they are however users come: each at its time, and together at the rate of the whole', () => {
    fc.assert(
      fc.property(patterns, fc.integer({ min: 9, max: 300 }), fc.integer({ min: 1, max: 9 }), (arrivals, some, of) => {
        const users = usersArriving(arrivals) ?? some
        const whole = { ...roundOf(users, 3), arrivals, atUs: arrivalTimesUs(arrivals, users) }
        const shards = Array.from({ length: of }, (_, index) => shardOf(whole, { index, of }))
        expect(new Map(shards.flatMap(timesOf))).toEqual(new Map(timesOf(whole)))
        expect(shards.flatMap(({ user }) => [...user])).toHaveLength(users)
        expect(shards.reduce((sum, shard) => sum + perSecondOf(shard.arrivals), 0)).toBeCloseTo(
          perSecondOf(arrivals),
          9,
        )
        for (const shard of shards) expect({ ...shard.arrivals, perSecond: 0 }).toEqual({ ...arrivals, perSecond: 0 })
      }),
    )
  })

  test('a shard has its users in the order of arrival, each when the whole plan said', () => {
    const round = 'arrivals: { pattern: waves, waves: 7, interval: 10ms }'
    const [whole] = planRun(scenarioFrom({ top: 'users: 100', round }), { seed: 9, repeat: 1 }).rounds
    if (!whole) throw new Error('a scenario has a round')
    const planned = new Map(Array.from(whole.user, (user, index) => [user, whole.atUs[index]]))
    for (const index of [0, 1, 2]) {
      const { user, atUs } = shardOf(whole, { index, of: 3 })
      expect([...atUs]).toEqual([...atUs].toSorted((a, b) => a - b))
      expect([...atUs]).toEqual(Array.from(user, (one) => planned.get(one)))
      expect(new Set(atUs).size).toBe(7)
    }
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
