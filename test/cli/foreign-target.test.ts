import { describe, expect, test } from 'vitest'
import { isThisMachine, refuseForeignLoad, refuseForeignTarget } from '../../src/cli/foreign-target.ts'
import { UsageError } from '../../src/operator/errors.ts'
import { loadScenario } from '../../src/scenario/library.ts'

describe('this machine', () => {
  test.each(['localhost', 'LOCALHOST', 'shop.localhost', '127.0.0.1', '127.8.9.10', '[::1]', '[0:0:0:0:0:0:0:1]'])(
    'is %s',
    (host) => {
      expect(isThisMachine(new URL(`http://${host}/`).hostname)).toBe(true)
    },
  )

  test.each(['shop.example', '0.0.0.0', '10.0.0.1', '128.0.0.1', '[::2]', 'localhost.example', 'mylocalhost'])(
    'is not %s',
    (host) => {
      expect(isThisMachine(new URL(`http://${host}/`).hostname)).toBe(false)
    },
  )
})

test('a target elsewhere is allowed to whoever owns it, however they spell its host', () => {
  expect(() => refuseForeignTarget('https://shop.example:8443/api', 'Shop.Example')).not.toThrow()
  expect(() => refuseForeignTarget('https://shop.example/api', undefined)).toThrow(UsageError)
  expect(() => refuseForeignTarget('http://127.0.0.1:3000', undefined)).not.toThrow()
  expect(() => refuseForeignTarget('http://127.0.0.1:3000', '127.0.0.1')).not.toThrow()
  expect(() => refuseForeignTarget(undefined, undefined)).not.toThrow()
})

test('only a target elsewhere is spared', async () => {
  const scenario = { ...(await loadScenario('quick')), users: 50_000 }
  expect(() => refuseForeignLoad('http://127.0.0.1:3000', scenario)).not.toThrow()
  expect(() => refuseForeignLoad(undefined, scenario)).not.toThrow()
  expect(() => refuseForeignLoad('http://shop.example', scenario)).toThrow(UsageError)
})

test('what counts is how long users keep coming', async () => {
  const [round] = (await loadScenario('quick')).rounds
  if (!round) throw new Error('quick has no round')
  const lasting = async (arrivals: (typeof round)['arrivals']) => {
    const scenario = { ...(await loadScenario('quick')), rounds: [{ ...round, arrivals }] }
    return () => refuseForeignLoad('http://shop.example', scenario)
  }
  const minuteMs = 60_000
  expect(await lasting({ pattern: 'burst' })).not.toThrow()
  expect(await lasting({ pattern: 'waves', waves: 11, intervalMs: minuteMs })).not.toThrow()
  expect(await lasting({ pattern: 'waves', waves: 12, intervalMs: minuteMs })).toThrow(UsageError)
  for (const pattern of ['ramp', 'loop'] as const) {
    expect(await lasting({ pattern, durationMs: 10 * minuteMs })).not.toThrow()
    expect(await lasting({ pattern, durationMs: 10 * minuteMs + 1 })).toThrow(UsageError)
  }
  expect(await lasting({ pattern: 'rate', perSecond: 1, durationMs: 11 * minuteMs })).toThrow(UsageError)
})
