import { expect, test } from 'vitest'
import { refuseForeignHours, refuseForeignTarget, refuseForeignUsers } from '../../src/cli/foreign-target.ts'
import { UsageError } from '../../src/operator/errors.ts'
import { loadScenario } from '../../src/scenario/library.ts'

const nobody = { yesIOwn: undefined, owner: undefined }
const saidByFlag = (host: string) => ({ ...nobody, yesIOwn: host })
const saidByContract = (host: string) => ({ ...nobody, owner: host })

test.each([
  ['by a flag', saidByFlag],
  ['by the contract', saidByContract],
])('a target elsewhere is allowed to whoever says %s that it is theirs, however they spell its host', (_, said) => {
  expect(() => refuseForeignTarget('https://shop.example:8443/api', said('Shop.Example'))).not.toThrow()
  expect(() => refuseForeignTarget('http://[2001:db8::1]', said('2001:db8:0::1'))).not.toThrow()
  expect(() => refuseForeignTarget('http://b\u00fccher.example', said('b\u00fccher.example'))).not.toThrow()
  expect(() => refuseForeignTarget('http://shop.example.', said('shop.example'))).not.toThrow()
  expect(() => refuseForeignTarget('https://shop.example/api', said('no host'))).toThrow(UsageError)
  expect(() => refuseForeignTarget('http://127.0.0.1:3000', said('127.0.0.1'))).not.toThrow()
})

test('a target elsewhere is refused where nobody says that it is theirs, and one on this machine is not', () => {
  expect(() => refuseForeignTarget('https://shop.example/api', nobody)).toThrow(UsageError)
  expect(() => refuseForeignTarget('http://127.0.0.1:3000', nobody)).not.toThrow()
  expect(() => refuseForeignTarget(undefined, nobody)).not.toThrow()
})

test('whoever says that another host is theirs is told where it was said, and the flag counts before the contract', () => {
  const shop = 'https://shop.example/api'
  expect(() => refuseForeignTarget(shop, saidByFlag('other.example'))).toThrow(/^--yes-i-own is other\.example/)
  expect(() => refuseForeignTarget(shop, saidByContract('other.example'))).toThrow(/^owner is other\.example/)
  expect(() => refuseForeignTarget(shop, { yesIOwn: 'shop.example', owner: 'other.example' })).not.toThrow()
  expect(() => refuseForeignTarget(undefined, saidByFlag('shop.example'))).toThrow(/--target or a --contract/)
})

test('only a target elsewhere is spared', () => {
  expect(() => refuseForeignUsers('http://127.0.0.1:3000', 50_000)).not.toThrow()
  expect(() => refuseForeignUsers(undefined, 50_000)).not.toThrow()
  expect(() => refuseForeignUsers('http://shop.example', 10_000)).not.toThrow()
  expect(() => refuseForeignUsers('http://shop.example', 10_001)).toThrow(UsageError)
})

test('what counts is how long users keep coming, in all rounds and all their repetitions', async () => {
  const quick = await loadScenario('quick')
  const [round] = quick.rounds
  if (!round) throw new Error('quick has no round')
  const lasting = (repeat: number, ...arrivals: readonly (typeof round)['arrivals'][]) => {
    const scenario = { ...quick, rounds: arrivals.map((each) => ({ ...round, arrivals: each })) }
    return () => refuseForeignHours('http://shop.example', scenario, repeat)
  }
  const minuteMs = 60_000
  expect(lasting(1000, { pattern: 'burst' }, { pattern: 'burst' })).not.toThrow()
  expect(lasting(1, { pattern: 'waves', waves: 11, intervalMs: minuteMs })).not.toThrow()
  expect(lasting(1, { pattern: 'waves', waves: 12, intervalMs: minuteMs })).toThrow(UsageError)
  for (const pattern of ['ramp', 'loop'] as const) {
    expect(lasting(1, { pattern, durationMs: 10 * minuteMs })).not.toThrow()
    expect(lasting(1, { pattern, durationMs: 10 * minuteMs + 1 })).toThrow(UsageError)
    expect(lasting(2, { pattern, durationMs: 5 * minuteMs })).not.toThrow()
    expect(lasting(2, { pattern, durationMs: 3 * minuteMs }, { pattern, durationMs: 3 * minuteMs })).toThrow(UsageError)
  }
  expect(lasting(1, { pattern: 'rate', perSecond: 1, durationMs: 11 * minuteMs })).toThrow(UsageError)
  const soak = { ...quick, rounds: [{ ...round, arrivals: { pattern: 'loop' as const, durationMs: 60 * minuteMs } }] }
  expect(() => refuseForeignHours('http://[::1]', soak, 9)).not.toThrow()
  expect(() => refuseForeignHours(undefined, soak, 9)).not.toThrow()
})
