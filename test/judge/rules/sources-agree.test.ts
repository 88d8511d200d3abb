import { describe, expect, test } from 'vitest'
import { sourcesAgree } from '../../../src/judge/rules/sources-agree.ts'
import { roundFrom } from '../../builders/round.ts'
import { ruleOn } from '../../builders/rule-on.ts'

const history = `
  user outcome reference version
  0    booked  A         2
  1    booked  B         3
  2    soldOut -         -
`
const ledger = `
  version kind   reference account
  2       booked A         u0
  3       booked B         u1
`
type Story = Parameters<typeof roundFrom>[0]
const ruling = (story: Partial<Story>) => ruleOn(sourcesAgree, roundFrom({ capacity: 2, history, ...story }))

describe('beside a ledger', () => {
  test('a counter that shows what the entries leave agrees', () => {
    expect(ruling({ ledger })).toMatchObject({
      status: 'held',
      level: 'ledger',
      detail: '2 seats promised, 2 sold by the ledger, 2 gone by what the event shows',
    })
    expect(ruling({ ledger, closing: null })).toMatchObject({ status: 'held', level: 'ledger' })
  })

  test('a counter of its own that differs is named, with how long it was watched', () => {
    expect(ruling({ ledger, closing: { available: 1 }, quietMs: 5000 })).toMatchObject({
      status: 'violated',
      detail:
        '2 seats promised, 2 sold by the ledger, 1 gone by what the event shows (watched for 5 s without a change)',
      evidence: [
        {
          claim:
            'the event shows 1 of 2 seats available at version 3, so that 1 are gone, but the entries of the ledger sold 2',
          entries: [{ reference: 'B' }],
        },
      ],
    })
  })

  test('a clean 0 does not hide that more was sold', () => {
    const oversold = `${ledger}  4       booked C         u2\n`
    expect(ruling({ ledger: oversold, final: { available: 0 } })).toMatchObject({
      status: 'violated',
      evidence: [
        {
          claim: expect.stringContaining('so that 2 are gone, but the entries of the ledger sold 3'),
          entries: [{ reference: 'C' }],
        },
      ],
    })
  })

  test('the event that comes with the ledger and a look of its own are told apart where they differ', () => {
    const { detail, evidence } = ruling({ ledger, final: { available: 1 }, closing: { available: 2 } })
    expect(detail).toContain('1 or 0 gone by what the event shows')
    expect(evidence.map(({ claim }) => claim)).toEqual([
      expect.stringContaining('the event with its ledger shows 1 of 2'),
      expect.stringContaining('the event shows 2 of 2'),
    ])
    expect(ruling({ ledger, final: { available: 1 } }).evidence).toHaveLength(1)
    expect(ruling({ ledger, final: { available: 1 }, closing: { available: 0 } }).evidence).toMatchObject([
      { claim: expect.stringContaining('the event shows 1 of 2') },
    ])
  })

  test('a look that is older than the ledger is behind, and says nothing', () => {
    expect(ruling({ ledger, closing: { available: 2, version: 1 } })).toMatchObject({
      status: 'inconclusive',
      detail: expect.stringContaining('a look at the event showed version 1 after the ledger had shown 3'),
    })
    expect(ruling({ ledger, final: { available: 1 }, closing: { version: 1 } }).status).toBe('violated')
  })

  test('a capacity that was raised is no sale, nor are seats that were held before', () => {
    expect(ruling({ ledger, final: { capacity: 5, available: 3 } }).status).toBe('held')
    expect(ruling({ ledger, capacity: 9, opening: { available: 4 } }).status).toBe('held')
  })
})

describe('without a ledger', () => {
  test('a counter that shows what was promised agrees', () => {
    expect(ruling({ closing: { available: 0, version: 3 } })).toMatchObject({
      status: 'held',
      level: 'counter',
      detail: '2 seats promised, 2 gone by what the event shows',
    })
  })

  test('what is missing of a history that breaks off may have given back what the counter shows', () => {
    const broken = { closing: { available: 1, version: 3 }, mayLackCancellations: true }
    expect(ruling(broken)).toMatchObject({
      status: 'inconclusive',
      detail:
        '2 seats promised, 1 gone by what the event shows, but the history breaks off, and seats may have been given back ' +
        'meanwhile',
    })
    // Nobody can have given back what was never told of.
    expect(ruling({ ...broken, closing: { available: -1, version: 3 } }).status).toBe('violated')
  })

  test('a counter that shows seats which were promised is named', () => {
    expect(ruling({ closing: { available: 1, version: 3 }, quietMs: 5000 })).toMatchObject({
      status: 'violated',
      detail: '2 seats promised, 1 gone by what the event shows (watched for 5 s without a change)',
      evidence: [
        {
          claim:
            'the event shows 1 of 2 seats available at version 3, so that 1 are gone, but users were told that they had booked 2',
          attempts: [{ user: 0 }, { user: 1 }],
        },
      ],
    })
  })

  test('no request without an end explains that fewer seats are gone than were promised', () => {
    expect(ruling({ closing: { available: 1, version: 3 }, launched: 9 }).status).toBe('violated')
  })

  test('of many who were promised more than is gone, the last are named', () => {
    const rows = ['A', 'B', 'C', 'D', 'E', 'F'].map((name, user) => `${user} booked ${name}`)
    const many = ['user outcome reference', ...rows].join('\n')
    expect(ruling({ capacity: 6, history: many, closing: { available: 1 } }).evidence).toMatchObject([
      { attempts: [1, 2, 3, 4, 5].map((user) => ({ user })) },
    ])
  })

  test('a counter that shows more seats gone than any answer explains is named', () => {
    const closing = { available: 7, version: 4 }
    expect(ruling({ capacity: 10, closing }).evidence).toEqual([
      {
        claim:
          'the event shows 7 of 10 seats available at version 4, so that 3 are gone, but all bookings that the answers ' +
          'leave possible took 2 at most',
        attempts: [],
        entries: [],
      },
    ])
    expect(ruling({ capacity: 10, closing, launched: 4 })).toMatchObject({
      status: 'inconclusive',
      detail: expect.stringContaining('or by 1 request whose end was never recorded'),
    })
  })

  test('one booking is counted once, however often and to however many it is told', () => {
    const twice = history.replace('B         3', 'A         2')
    expect(ruling({ history: twice, closing: { available: 1, version: 2 } }).status).toBe('held')
  })

  describe('unknown answers', () => {
    const unknown = `
      user outcome reference
      0    booked  A
      1    unknown -
      2    unknown -
    `
    const story = { capacity: 12, seats: 3, history: unknown }

    test.each([9, 6, 3])('may have booked, each for all or for none: %i left', (available) => {
      expect(ruling({ ...story, closing: { available } })).toMatchObject({
        status: 'held',
        detail: `3 seats promised, and up to 6 more by requests without an answer, ${12 - available} gone by what the event shows`,
      })
    })

    test.each([8, 7, 5, 4])('cannot have booked in part: %i left', (available) => {
      expect(ruling({ ...story, closing: { available } })).toMatchObject({
        status: 'violated',
        evidence: [{ claim: expect.stringContaining('no requests without an answer asked for the other') }],
      })
    })

    test.each([0, 10])('cannot have booked more than they asked for, or given something back: %i left', (available) => {
      expect(ruling({ ...story, closing: { available } }).status).toBe('violated')
    })

    test('are told with all that they may have booked', () => {
      const [proof] = ruling({ ...story, closing: { available: 0 } }).evidence
      expect(proof?.claim).toContain('all bookings that the answers leave possible took 9 at most')
    })

    test('of a wish that was promised its seats may have booked again where no key ties them', () => {
      const again = `
        user attempt outcome reference
        0    1       unknown -
        0    2       booked  A
      `
      for (const available of [1, 2]) {
        const closing = { available, version: 2 }
        expect(ruling({ capacity: 3, history: again, closing }).status).toBe('held')
      }
    })

    test('that broke off after the promise are that promise', () => {
      const brokeOff = 'user outcome reference\n 0 booked -'
      expect(ruling({ capacity: 3, history: brokeOff, closing: { available: 2 } }).status).toBe('held')
      expect(ruling({ capacity: 3, history: brokeOff, closing: { available: 1 } }).status).toBe('violated')
    })
  })

  test('a look that is older than an answer is behind, and says nothing', () => {
    expect(ruling({ closing: { available: 2, version: 1 } })).toMatchObject({
      status: 'inconclusive',
      detail: expect.stringContaining('that is version 1, and a booking was told version 3, so the look is behind'),
    })
  })

  test('an event that others held seats of may have been booked or cancelled by them', () => {
    expect(ruling({ capacity: 4, opening: { available: 2 }, closing: { available: 1, version: 3 } })).toMatchObject({
      status: 'inconclusive',
      detail: expect.stringContaining('the event was not fresh'),
    })
  })

  test('without a look either there is nothing to compare', () => {
    expect(ruling({})).toMatchObject({ status: 'inconclusive', level: null })
  })
})
