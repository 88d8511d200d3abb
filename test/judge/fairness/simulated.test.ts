import { describe, expect, test } from 'vitest'
import { userId } from '../../../src/booking/event.ts'
import { judge } from '../../../src/judge/judge.ts'
import { judgeFairness, type FairnessJudgement, type Promised } from '../../../src/judge/fairness/judge-fairness.ts'
import { observePlaying } from '../../../src/judge/fairness/playing.ts'
import { mix, permutation } from '../../../src/plan/random.ts'
import { simulatedSale } from '../../builders/simulated-sale.ts'

type Sale = Parameters<typeof simulatedSale>[0]

interface Market extends Partial<Omit<Sale, 'seed' | 'asksAtMs'>> {
  /** From one user to the next; 0 for a burst. */
  readonly everyMs: number
  /** How many come together, where not one by one. */
  readonly together?: number
}

const saleOf = (
  { everyMs, together = 1, ...market }: Market,
  seed: number,
  playing: number,
): Sale & { order: Uint32Array } => {
  const users = market.users ?? 150
  const order = permutation(users, mix(seed, playing))
  const place = new Map(Array.from(order, (user, index) => [user, index]))
  return {
    users,
    capacity: 60,
    processingMs: 10,
    wayMs: 1,
    retryMs: 20,
    strategy: 'optimistic',
    ...market,
    seed: mix(seed, playing),
    order,
    asksAtMs: (user) => Math.floor((place.get(user) ?? 0) / together) * everyMs * together,
  }
}

function judged(policy: Promised, market: Market, { seed, playings = 6 }: { seed: number; playings?: number }) {
  const all = Array.from({ length: playings }, (_, playing) => {
    const sale = saleOf(market, seed, playing)
    const facts = simulatedSale(sale)
    // Accounts are new ones in every playing.
    const named = { ...facts, accountOf: (user: number) => userId(`${playing}-${facts.accountOf(user)}`) }
    return observePlaying(named, sale.order)
  })
  return judgeFairness(policy, all, seed)
}

const statusOf = ({ invariants }: FairnessJudgement, id: string) => invariants.find((one) => one.id === id)?.status

test('the simulated sale is a correct one', () => {
  for (let seed = 0; seed < 20; seed++) {
    const { invariants } = judge(simulatedSale(saleOf({ everyMs: 4 }, seed, 0)))
    expect(invariants.filter(({ status }) => status === 'violated')).toEqual([])
  }
})

describe('a correct system that retries is never said to starve anybody', () => {
  test.each<[string, Market]>([
    ['with back-off, one by one', { everyMs: 4 }],
    ['at once, one by one', { everyMs: 4, retryMs: 0 }],
    ['at once, in a crush of newcomers', { everyMs: 1, retryMs: 0, processingMs: 15 }],
    ['at once, over a slow and unsteady way', { everyMs: 3, retryMs: 0, wayMs: 20 }],
    ['seldom, so that newcomers are many', { everyMs: 2, retryMs: 400 }],
    ['hardly any processing time', { everyMs: 2, processingMs: 0.2, retryMs: 5, wayMs: 3 }],
    ['in waves', { everyMs: 3, together: 15 }],
    ['in waves, at once', { everyMs: 3, together: 15, retryMs: 0 }],
    ['all at once', { everyMs: 0 }],
    ['without retries', { everyMs: 4, retryMs: null }],
    ['pessimistic', { everyMs: 4, strategy: 'pessimistic' }],
  ])('%s', (_, market) => {
    const statuses = Array.from({ length: 40 }, (__, seed) =>
      statusOf(judged('lottery', market, { seed }), 'starvation'),
    )
    expect(statuses).not.toContain('violated')
  })
})

test('a correct system has contests enough to be acquitted', () => {
  const { numbers, ...judgement } = judged('lottery', { everyMs: 4 }, { seed: 1, playings: 12 })
  expect(numbers.comebacks.won).toBeGreaterThan(4 * numbers.comebacks.lost)
  expect(statusOf({ numbers, ...judgement }, 'starvation')).toBe('held')
})

test('whoever serves those who come again last is found to starve them, every time', () => {
  for (let seed = 0; seed < 20; seed++) {
    const judgement = judged('lottery', { everyMs: 5, isLastServed: true, users: 300 }, { seed, playings: 10 })
    expect(statusOf(judgement, 'starvation')).toBe('violated')
    expect(judgement.numbers.comebacks.won).toBe(0)
  }
})

describe('first come, first served', () => {
  const queue = { everyMs: 3, strategy: 'pessimistic' } as const

  test('a queue is never accused', () => {
    for (let seed = 0; seed < 40; seed++) {
      const judgement = judged('fifo', queue, { seed, playings: 2 })
      expect(judgement.invariants.filter(({ status }) => status === 'violated')).toEqual([])
    }
  })

  test('a queue that was played often enough is acquitted, and all its winners came first', () => {
    const judgement = judged('fifo', { ...queue, everyMs: 12 }, { seed: 7, playings: 8 })
    expect(judgement.invariants.map(({ status }) => status)).toEqual(['held', 'held'])
    expect(judgement.numbers.releaseRank?.auc).toBeLessThan(0.05)
    expect(judgement.numbers.bypasses.max).toBe(0)
  })

  test('optimistic locking is no queue: it turns the first away and serves the next', () => {
    const judgement = judged('fifo', { everyMs: 4 }, { seed: 1 })
    expect(statusOf(judgement, 'no-preference')).toBe('violated')
    const [proof] = judgement.invariants[0]?.evidence ?? []
    const [turnedAway, winner] = proof?.attempts ?? []
    expect(turnedAway).toMatchObject({ outcome: 'conflict', attempt: 1 })
    expect(winner).toMatchObject({ outcome: 'booked' })
    expect(winner?.sentMs).toBeGreaterThan(turnedAway?.endedMs ?? Infinity)
  })

  test('who goes on asking in vain while ten and more who came later are served is starved', () => {
    const judgement = judged('fifo', { everyMs: 5, isLastServed: true, users: 300 }, { seed: 1, playings: 2 })
    expect(statusOf(judgement, 'starvation')).toBe('violated')
  })

  test('of a burst nobody can be said to have come first', () => {
    const judgement = judged('fifo', { everyMs: 0, retryMs: null, strategy: 'pessimistic' }, { seed: 1 })
    expect(judgement.invariants[0]).toMatchObject({ status: 'inconclusive' })
    expect(judgement.invariants[0]?.detail).toContain('all first requests overlapped')
  })
})
