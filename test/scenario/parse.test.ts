import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/operator/errors.ts'
import { parseScenario } from '../../src/scenario/parse.ts'

const base = `name: sale
description: a sale
users: 10
rounds:
  - name: drop
    capacity: 5
    seats: 1
`

function complaintAbout(text: string): string {
  try {
    parseScenario(text, 'sale.yaml')
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    expect(error.message).not.toContain('\n')
    return error.message
  }
  throw new Error('nobody complained')
}

describe('a scenario that says only what it must', () => {
  test('gets every default', () => {
    expect(parseScenario(base, 'sale.yaml')).toEqual({
      name: 'sale',
      description: 'a sale',
      users: 10,
      accounts: 10,
      timeoutMs: 30_000,
      settleMs: 5000,
      seed: null,
      server: { strategy: 'optimistic', processingMs: 0, rateLimit: { limit: 60, windowMs: 60_000 } },
      rounds: [
        {
          name: 'drop',
          description: null,
          capacity: 5,
          seats: 1,
          waitlist: false,
          processingMs: 0,
          users: 10,
          arrivals: { pattern: 'burst' },
          retry: { policy: 'none' },
          readers: 0,
          followUps: [],
          fairness: 'none',
          expect: [],
        },
      ],
      target: null,
    })
  })
})

describe('a target of its own', () => {
  const targetOf = (lines: string) => parseScenario(`${base}${lines}\n`, '/sales/sale.yaml').target

  test('is named by the path of its contract, seen from the scenario', () => {
    expect(targetOf('target: ../contracts/shop.yaml')).toEqual({ path: '/contracts/shop.yaml' })
  })

  test('is a contract that stands in the scenario, which is complained about where it stands there', () => {
    const target = targetOf('target:\n  name: shop\n  baseUrl: nowhere')
    if (target === null || !('inline' in target)) throw new Error('no contract was found in the scenario')
    expect(target).toMatchObject({
      file: '/sales/sale.yaml',
      inline: { content: { name: 'shop', baseUrl: 'nowhere' } },
    })
    expect(target.inline.placeOf(['baseUrl'])).toBe('/sales/sale.yaml:10:12')
    expect(() => target.inline.complain(['baseUrl'], 'this is no URL')).toThrow(
      /^\/sales\/sale\.yaml:10:.*target: this is no URL/,
    )
  })

  test('is neither a number nor a list', () => {
    expect(complaintAbout(`${base}target: 7\n`)).toContain(
      'target is 7; allowed is the path of a contract, or a contract',
    )
  })
})

describe('retries', () => {
  const retryOf = (line: string) =>
    parseScenario(base.replace('users: 10', `users: 10\n${line}`), 'sale.yaml').rounds[0]?.retry

  test('a bare name stands for the policy with its defaults', () => {
    expect(retryOf('retry: backoff')).toEqual({
      policy: 'backoff',
      baseMs: 20,
      capMs: 1000,
      attempts: 100,
      deadlineMs: 30_000,
      keyAfterUnknown: 'same',
    })
    expect(retryOf('retry: none')).toEqual({ policy: 'none' })
  })

  test('a mapping says what differs', () => {
    expect(retryOf('retry: { policy: fixed, delay: 1.5s, attempts: 3 }')).toEqual({
      policy: 'fixed',
      delayMs: 1500,
      attempts: 3,
      deadlineMs: 30_000,
      keyAfterUnknown: 'same',
    })
  })

  test("a round's own policy goes before the scenario's", () => {
    const text = `${base}    retry: immediate\n`.replace('users: 10', 'users: 10\nretry: backoff')
    expect(parseScenario(text, 'sale.yaml').rounds[0]?.retry).toMatchObject({ policy: 'immediate' })
  })
})

describe('arrivals', () => {
  const top = (line: string) => parseScenario(base.replace('users: 10', `users: 10\n${line}`), 'sale.yaml').rounds[0]
  const rated = base.replace('users: 10\n', 'arrivals: { pattern: rate, perSecond: 30, duration: 500ms }\n')

  test.each([
    ['burst', { pattern: 'burst' }],
    ['{ pattern: burst }', { pattern: 'burst' }],
    ['{ pattern: waves, waves: 5, interval: 200ms }', { pattern: 'waves', waves: 5, intervalMs: 200 }],
    ['{ pattern: ramp, duration: 10s }', { pattern: 'ramp', durationMs: 10_000 }],
    ['{ pattern: loop, duration: 2m }', { pattern: 'loop', durationMs: 120_000 }],
  ])('%s', (said, arrivals) => {
    expect(top(`arrivals: ${said}`)).toMatchObject({ users: 10, arrivals })
  })

  test("a round's own go before the scenario's", () => {
    const text = `${base}    arrivals: burst\n`.replace(
      'users: 10',
      'users: 10\narrivals: { pattern: loop, duration: 1s }',
    )
    expect(parseScenario(text, 'sale.yaml').rounds[0]?.arrivals).toEqual({ pattern: 'burst' })
  })

  test('a rate says by itself how many users there are, each with an account', () => {
    expect(parseScenario(rated, 'sale.yaml')).toMatchObject({ users: 15, accounts: 15, rounds: [{ users: 15 }] })
    expect(parseScenario(`${rated}users: 15\n`, 'sale.yaml')).toMatchObject({ users: 15 })
    expect(parseScenario(`${rated}accounts: 2\n`, 'sale.yaml')).toMatchObject({ users: 15, accounts: 2 })
  })

  test('the largest round says how many users the scenario has', () => {
    const mixed = `${base}  - { name: stream, capacity: 5, seats: 1, arrivals: { pattern: rate, perSecond: 1000, duration: 1s } }\n`
    expect(parseScenario(mixed, 'sale.yaml')).toMatchObject({
      users: 1000,
      accounts: 1000,
      rounds: [{ users: 10 }, { users: 1000 }],
    })
  })

  test('whoever would come just when the duration is over does not come', () => {
    const odd = rated.replace('duration: 500ms', 'duration: 510ms')
    expect(parseScenario(odd, 'sale.yaml').users).toBe(16)
    expect(parseScenario(odd.replace('510ms', '1ms'), 'sale.yaml').users).toBe(1)
  })

  test.each([
    [
      'a bare name that needs more',
      `${base}arrivals: ramp`,
      'sale.yaml:8:11: arrivals is "ramp"; allowed is burst, or a mapping with `pattern`, which is one of burst, waves, ramp, rate, loop',
    ],
    [
      'a misspelt pattern',
      `${base}arrivals: { pattern: wave, waves: 3, interval: 1s }`,
      'sale.yaml:8:22: arrivals.pattern is "wave" (did you mean "waves"?); allowed is a mapping with `pattern`, which is one of burst, waves, ramp, rate, loop',
    ],
    [
      'a missing duration',
      `${base}    arrivals: { pattern: loop }`,
      'sale.yaml:8:15: rounds[0].arrivals.duration is missing; allowed is a duration such as 250ms, 10s or 2m, at least 1ms and at most 3600s',
    ],
    [
      'a field of another pattern',
      `${base}arrivals: { pattern: ramp, duration: 1s, waves: 3 }`,
      'sale.yaml:8:49: arrivals.waves is not a field; allowed is one of pattern, duration',
    ],
    [
      'more waves than users',
      `${base}arrivals: { pattern: waves, waves: 11, interval: 1s }`,
      'sale.yaml:8:11: arrivals: 10 users cannot come in 11 waves; allowed is at most a wave a user',
    ],
    [
      'more users than a run can have',
      base.replace('users: 10', 'arrivals: { pattern: rate, perSecond: 2000, duration: 1m }'),
      'sale.yaml:3:11: arrivals: 2000 a second for 60s come to 120,000 users; allowed is at most 100,000',
    ],
    [
      'a round with other users than its rate',
      `${base}    users: 9\n    arrivals: { pattern: rate, perSecond: 5, duration: 2s }`,
      'sale.yaml:9:15: rounds[0].arrivals: 5 a second for 2s come to 10 users, and users is 9; allowed is 10, or leaving users out',
    ],
    [
      'other users than all the rates come to',
      `${rated}users: 300`,
      'sale.yaml:8:8: users is 300; allowed is 15, which the arrivals come to, or leaving it out',
    ],
    [
      'no users at all',
      base.replace('users: 10\n', ''),
      'sale.yaml:1:1: users is missing; allowed is a whole number from 1 to 100,000, or leaving it out where every round has a rate of arrivals',
    ],
    [
      'more accounts than a rate brings users',
      `${rated}accounts: 16`,
      'sale.yaml:8:11: accounts is 16; allowed is a whole number from 1 to users, which is 15',
    ],
  ])('%s is named', (_, text, complaint) => {
    expect(complaintAbout(text)).toBe(complaint)
  })
})

describe('what is wrong is named with its place, what was found and what is allowed', () => {
  test.each([
    [
      'a number out of range',
      base.replace('users: 10', 'users: -5'),
      'sale.yaml:3:8: users is -5; allowed is a whole number from 1 to 100,000',
    ],
    [
      'a word for a number',
      base.replace('users: 10', 'users: many'),
      'sale.yaml:3:8: users is "many"; allowed is a whole number from 1 to 100,000',
    ],
    [
      'a fraction',
      base.replace('capacity: 5', 'capacity: 2.5'),
      'sale.yaml:6:15: rounds[0].capacity is 2.5; allowed is a whole number from 1 to 1,000,000',
    ],
    [
      'a missing field',
      base.replace('    seats: 1\n', ''),
      'sale.yaml:5:5: rounds[0].seats is missing; allowed is a whole number from 1 to 1,000,000',
    ],
    [
      'a misspelt field',
      base.replace('capacity', 'capcity'),
      'sale.yaml:6:14: rounds[0].capcity is not a field (did you mean "capacity"?); allowed is one of name, description, capacity, seats, waitlist, processing, users, arrivals, retry, readers, followUps, fairness, expect',
    ],
    [
      'a misspelt strategy',
      `${base}server: { strategy: optimist }`,
      'sale.yaml:8:21: server.strategy is "optimist" (did you mean "optimistic"?); allowed is one of optimistic, pessimistic, atomic, naive',
    ],
    [
      'a misspelt policy',
      `${base}retry: backof`,
      'sale.yaml:8:8: retry is "backof" (did you mean "backoff"?); allowed is one of none, immediate, fixed, backoff, or a mapping with `policy`, which is one of none, immediate, fixed, backoff',
    ],
    [
      'a misspelt policy in a mapping',
      `${base}retry: { policy: backof }`,
      'sale.yaml:8:18: retry.policy is "backof" (did you mean "backoff"?); allowed is a mapping with `policy`, which is one of none, immediate, fixed, backoff',
    ],
    [
      'a window of no length',
      `${base}server: { rateLimit: { limit: 5, window: 0s } }`,
      'sale.yaml:8:42: server.rateLimit.window is "0s"; allowed is a duration such as 250ms, 10s or 2m, at least 1ms and at most 3600s',
    ],
    [
      'a field of another policy',
      `${base}retry: { policy: fixed, cap: 1s }`,
      'sale.yaml:8:30: retry.cap is not a field; allowed is one of policy, delay, attempts, deadline, keyAfterUnknown',
    ],
    [
      'a duration without a unit',
      `${base}timeout: 30`,
      'sale.yaml:8:10: timeout is 30; allowed is a duration such as 250ms, 10s or 2m, at least 1ms and at most 600s',
    ],
    [
      'a duration too long',
      `${base}timeout: 11m`,
      'sale.yaml:8:10: timeout is "11m"; allowed is a duration such as 250ms, 10s or 2m, at least 1ms and at most 600s',
    ],
    [
      'a ledger that may take for ever',
      `${base}settle: 2m`,
      'sale.yaml:8:9: settle is "2m"; allowed is a duration such as 250ms, 10s or 2m, at most 60s',
    ],
    [
      'more seats than there are',
      base.replace('seats: 1', 'seats: 6'),
      'sale.yaml:7:12: rounds[0].seats is 6; allowed is a whole number from 1 to the capacity, which is 5',
    ],
    [
      'more accounts than users',
      `${base}accounts: 11`,
      'sale.yaml:8:11: accounts is 11; allowed is a whole number from 1 to users, which is 10',
    ],
    [
      'no rounds',
      base.slice(0, base.indexOf('rounds')),
      'sale.yaml:1:1: rounds is missing; allowed is a list of at least one round',
    ],
    [
      'an empty list of rounds',
      `${base.slice(0, base.indexOf('rounds'))}rounds: []`,
      'sale.yaml:4:9: rounds is []; allowed is a list of at least one round',
    ],
    [
      'two rounds of one name',
      `${base}${base.slice(base.indexOf('  - '))}`,
      'sale.yaml:8:11: two rounds are named "drop"; allowed is a name each',
    ],
    [
      'an unfit name',
      base.replace('name: sale', 'name: My Sale'),
      'sale.yaml:1:7: name is "My Sale"; allowed is a name of lower-case letters, digits and single hyphens',
    ],
    [
      'a rate limit that is neither',
      `${base}server: { rateLimit: 60 }`,
      'sale.yaml:8:22: server.rateLimit is 60; allowed is off, or a mapping of limit, window',
    ],
  ])('%s', (_, text, complaint) => {
    expect(complaintAbout(text)).toBe(complaint)
  })

  test('an expectation with a typo', () => {
    const complaint = complaintAbout(`${base}    expect:\n      - winers == 1\n`)
    expect(complaint).toMatch(/^sale\.yaml:9:9: rounds\[0\]\.expect\[0\]: .*winers.*did you mean .*winners/)
  })

  test.each([
    ['broken YAML', 'name: [sale', /^sale\.yaml:\d+:\d+: this is not valid YAML/],
    ['a field twice', `${base}users: 11`, /^sale\.yaml:8:1: this is not valid YAML: .*unique/i],
    [
      'a list instead of a mapping',
      '- a\n- b\n',
      /^sale\.yaml:1:1: the file is \["a","b"\]; allowed is a mapping of name/,
    ],
    ['an empty file', '', /^sale\.yaml.*the file is null; allowed is a mapping/],
    [
      'an alias inside of what it stands for',
      `${base}    expect: &all [winners == 1, *all]\n`,
      /^sale\.yaml:8:33: this is not valid YAML: the alias \*all stands inside of itself$/,
    ],
    ['aliases that unfold without end', bomb(), /^sale\.yaml.*alias/i],
  ])('%s', (_, text, complaint) => {
    expect(complaintAbout(text)).toMatch(complaint)
  })
})

function bomb(): string {
  const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x]']
  for (let level = 1; level < 9; level++) {
    lines.push(`a${level}: &a${level} [${Array.from({ length: 9 }, () => `*a${level - 1}`).join(', ')}]`)
  }
  return lines.join('\n')
}
