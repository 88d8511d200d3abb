import { describe, expect, test } from 'vitest'
import type { RoundFacts } from '../../src/judge/facts.ts'
import { lagOf } from '../../src/judge/ledger-lag.ts'
import type { Rule } from '../../src/judge/rule.ts'
import { conservation } from '../../src/judge/rules/conservation.ts'
import { justifiedRefusal } from '../../src/judge/rules/justified-refusal.ts'
import { noIdleSeat } from '../../src/judge/rules/no-idle-seat.ts'
import { queuePlaces } from '../../src/judge/rules/queue-places.ts'
import { readFreshness } from '../../src/judge/rules/read-freshness.ts'
import { realTimeOrder } from '../../src/judge/rules/real-time-order.ts'
import { sourcesAgree } from '../../src/judge/rules/sources-agree.ts'
import { spuriousConflict } from '../../src/judge/rules/spurious-conflict.ts'
import { versionChain } from '../../src/judge/rules/version-chain.ts'
import { waitlistOrder } from '../../src/judge/rules/waitlist-order.ts'
import { roundFrom } from '../builders/round.ts'
import { ruleOn } from '../builders/rule-on.ts'

type Story = Parameters<typeof roundFrom>[0]

/** What a rule says where an earlier step may hold seats. */
const ruling = (rule: Rule, story: Story) => ruleOn(rule, { ...roundFrom(story), mayHold: true })

/** What a rule says where nothing can hold seats, and where an earlier step may. */
const bothWays = (rule: Rule, story: Story) => [ruleOn(rule, roundFrom(story)).status, ruling(rule, story)]

const explained = (detail: string) => ['violated', { status: 'inconclusive', isUnseen: true, detail }]

const history = 'user sent ended outcome reference version\n 0 0 2 booked A 2\n 1 10 12 booked B 4'
const ledger = 'version kind reference account available\n 2 booked A u0 9\n 4 booked B u1 8'

describe('versions that no entry tells of', () => {
  test('may have been installed by a hold', () => {
    const detail = 'no version was installed twice, but an earlier step of a booking may have installed some of its own'
    expect(bothWays(versionChain, { history, ledger })).toMatchObject(explained(detail))
    const whole = { history: history.replace('B 4', 'B 3'), ledger: ledger.replace('4 booked', '3 booked') }
    expect(ruling(versionChain, { ...whole, final: { version: 4 } })).toMatchObject({ isUnseen: true, detail })
    expect(ruling(versionChain, { ...whole, closing: { version: 4 } })).toMatchObject({ isUnseen: true, detail })
    expect(ruling(versionChain, whole).status).toBe('held')
  })

  test.each([
    ['that two bookings installed', { history: history.replace('B 4', 'B 2'), ledger: ledger.replace('4 b', '2 b') }],
    ['that the event had before', { history, ledger: ledger.replace('2 booked', '1 booked') }],
    ['that the event has gone back behind', { history, ledger, final: { version: 3 } }],
    ['of which its user was told another', { history: history.replace('B 4', 'B 3'), ledger }],
  ])('are wrong all the same %s', (_, story) => {
    expect(ruling(versionChain, story).status).toBe('violated')
  })

  test('leave it certain in which order the bookings were made', () => {
    expect(ruling(realTimeOrder, { history, ledger })).toMatchObject({ status: 'held' })
    const late = { history: 'user sent ended outcome reference version\n 0 0 2 booked A 4\n 1 10 12 booked B 2' }
    expect(
      ruling(realTimeOrder, { ...late, ledger: ledger.replace('A u0', 'B u1').replace('B u1 8', 'A u0 8') }),
    ).toMatchObject({
      status: 'violated',
      evidence: [
        {
          claim: expect.stringMatching(
            /^user 0 was told at 2 ms that it has version 4, yet user 1, whose request left at 10 ms, was given version 2$/,
          ),
        },
      ],
    })
  })

  test('leave it certain that a look showed what had been replaced', () => {
    const shown = (version: number, available = 7) =>
      ruling(readFreshness, {
        history,
        ledger,
        reads: `user sent ended available version\n 7 20 21 ${available} ${version}`,
      })
    // Version 4 was told at 12 ms; 3 may have been a hold before it, and 5 one after it.
    expect(shown(3)).toMatchObject({
      status: 'violated',
      evidence: [
        {
          claim:
            'user 1 was told at 12 ms that it has version 4, yet user 7, who looked at 20 ms, was shown version 3 (7 available)',
        },
      ],
    })
    for (const version of [4, 5]) expect(shown(version)).toMatchObject({ status: 'inconclusive', isUnseen: true })
    expect(shown(0)).toMatchObject({ status: 'violated' })
  })

  test('leave it certain who was how many in the queue', () => {
    const queue = (second: number) =>
      ruling(queuePlaces, {
        history: `user sent ended outcome reference place\n 1 10 12 waitlisted C 1\n 2 20 22 waitlisted D ${second}`,
        ledger: 'version kind reference account available\n 3 waitlisted C u1 0\n 6 waitlisted D u2 0',
      })
    expect(queue(2).status).toBe('held')
    expect(queue(1)).toMatchObject({
      status: 'violated',
      evidence: [{ claim: expect.stringContaining('with version 6') }],
    })
  })

  test('are a sign that the ledger is behind only where somebody was told of a later one', () => {
    const first = ledger.split('\n 4')[0] ?? ''
    const behind = (story: Partial<Story>, event = 5) => {
      const facts = roundFrom({ history: 'user outcome reference version\n 0 booked A 2', ledger: first, ...story })
      if ('unavailable' in facts.ledger) throw new Error('the round has a ledger')
      return { ...facts, ledger: { ...facts.ledger, event: { ...facts.ledger.event, version: event } } }
    }
    expect(lagOf(behind({}))).toMatch('it ends at version 2 while the event is at version 5')
    expect(lagOf({ ...behind({}), mayHold: true })).toBe(null)
    const lag = 'it ends at version 2 while a user was told of version 4, so it is behind'
    expect(lagOf({ ...behind({ history }), mayHold: true })).toBe(lag)
    const cancellations = 'user reference outcome version\n 0 A cancelled 4'
    expect(lagOf({ ...behind({ cancellations }), mayHold: true })).toBe(lag)
  })
})

describe('seats that were left', () => {
  const left = (available: number) => ({
    history: history.replace('B 4', 'B 3'),
    ledger: `version kind reference account available\n 2 booked A u0 9\n 3 booked B u1 ${available}`,
  })

  test('may be fewer than the entries leave, and not more', () => {
    expect(bothWays(conservation, left(7))).toMatchObject(
      explained('the sum was never too much; what it lacked may have been held by an earlier step of a booking'),
    )
    expect(ruling(conservation, left(9)).status).toBe('violated')
    expect(ruling(conservation, { ...left(9), ledger: left(9).ledger.replace('u0 9', 'u0 7') })).toMatchObject({
      status: 'violated',
      detail: 'the sum was wrong at 1 of 2 entries',
    })
    expect(ruling(conservation, left(8)).status).toBe('held')
  })

  test('are shown as a hold leaves them, but never as they were before', () => {
    const reads = (version: number) => `user sent ended available version\n 7 20 21 7 ${version}`
    expect(bothWays(readFreshness, { ...left(8), reads: reads(3) })).toMatchObject(
      explained(
        'the entries do not say for certain how many seats were left (an earlier step of a booking may hold some)',
      ),
    )
    expect(ruling(readFreshness, { ...left(8), reads: reads(2) }).status).toBe('violated')
  })

  test.each([
    ['at a version', '3'],
    ['at no version', '-'],
  ])('are shown as no more than what was booked leaves, %s', (_, version) => {
    const shown = (available: number, change: Story = left(8)) =>
      ruling(readFreshness, { ...change, reads: `user sent ended available version\n 7 20 21 ${available} ${version}` })
    expect(shown(8)).toMatchObject({ isUnseen: true })
    expect(shown(9)).toMatchObject({
      status: 'violated',
      evidence: [{ claim: 'user 7 was shown 9 seats left at 21 ms, but what was booked by then left 8 at the most' }],
    })
    const opened = { opening: { available: 9 }, reads: 'user sent ended available version\n 7 1 2 10 1' }
    expect(ruling(readFreshness, { ...left(8), ...opened })).toMatchObject({
      status: 'violated',
      evidence: [
        { claim: expect.stringMatching(/but what was booked by then left 9 at the most$/), looks: [{ user: 7 }] },
      ],
    })
    // Nobody knows when the capacity went up.
    const raised = { ...left(8), final: { capacity: 12, available: 10 } }
    expect(shown(9, raised).status).toBe('inconclusive')
  })

  test('may have come back while somebody looked', () => {
    const story = {
      history: left(8).history,
      cancellations: 'user reference outcome sent ended version\n 0 A cancelled 19 30 4',
      ledger: `${left(8).ledger}\n 4 cancelled A u0 9`,
    }
    const shown = (available: number, version: string) =>
      ruling(readFreshness, { ...story, reads: `user sent ended available version\n 7 20 21 ${available} ${version}` })
    expect(shown(9, '-').status).toBe('inconclusive')
    expect(shown(9, '4').status).toBe('inconclusive')
    expect(shown(10, '4').status).toBe('violated')
  })

  test('may have been too few for whoever was refused, unless there always were enough', () => {
    /** Two were sold, one was refused, and user 8 lost at a step after that of this time. */
    const refused = (capacity: number, racedMs: number): RoundFacts => ({
      ...roundFrom({
        capacity,
        history: `${left(8).history}\n 9 20 21 soldOut - -\n 8 22 30 conflict - -`,
        ledger: left(8)
          .ledger.replace('u0 9', `u0 ${capacity - 1}`)
          .replace('u1 8', `u1 ${capacity - 2}`),
      }),
      racedUs: Float64Array.from([0, 10, 20, racedMs], (ms) => ms * 1000),
      mayHold: true,
    })
    expect(ruleOn(justifiedRefusal, refused(3, 25))).toMatchObject({
      status: 'inconclusive',
      isUnseen: true,
      detail: expect.stringMatching(/^seats may have been held by an earlier step of a booking, and no entry tells/),
    })
    expect(ruleOn(justifiedRefusal, refused(3, 22)).status).toBe('violated')
    expect(ruleOn(justifiedRefusal, refused(2, 25)).status).toBe('held')
    expect(ruleOn(justifiedRefusal, refused(4, 25)).status).toBe('violated')
    expect(ruleOn(justifiedRefusal, { ...refused(3, 25), mayHold: false }).status).toBe('violated')
  })

  test('were enough for the last who was refused, if nobody held any then who was not refused', () => {
    /** One of so many was sold, and then parties of these sizes were refused at a later step. */
    const refused = (capacity: number, parties: readonly number[]): RoundFacts => {
      const rows = parties.map((seats, user) => `${user + 1} 20 21 soldOut - ${seats}`)
      const facts = roundFrom({
        capacity,
        history: ['user sent ended outcome reference seats', '0 0 2 booked A 1', ...rows].join('\n'),
        ledger: `version kind reference account seats available\n 2 booked A u0 1 ${capacity - 1}`,
      })
      return {
        ...facts,
        planned: { users: parties.length + 1, seatsOf: (user) => parties[user - 1] ?? 1 },
        racedUs: Float64Array.from([0, ...parties.map(() => 21)], (ms) => ms * 1000),
        mayHold: true,
      }
    }
    expect(ruleOn(justifiedRefusal, refused(2, [1, 1, 1]))).toMatchObject({
      status: 'violated',
      detail: expect.stringMatching(/^3 refusals said that it is sold out, which it was not at the last of them/),
    })
    // Of three seats that were left, a party may have held two, and was refused the last one.
    expect(ruleOn(justifiedRefusal, refused(4, [3, 2]))).toMatchObject({ status: 'inconclusive', isUnseen: true })
    // All five may have been held for the larger party when the smaller one was refused; of six, one was left.
    for (const parties of [
      [5, 1],
      [1, 5],
    ]) {
      expect(ruleOn(justifiedRefusal, refused(6, parties))).toMatchObject({ status: 'inconclusive', isUnseen: true })
      expect(ruleOn(justifiedRefusal, refused(7, parties)).status).toBe('violated')
    }
    // Of nine, the party of five may have held all that the one of four left when the party of three was refused.
    expect(ruleOn(justifiedRefusal, refused(10, [5, 4, 3]))).toMatchObject({ isUnseen: true })
    // What a larger party booked it does not hold besides.
    const booked = roundFrom({
      capacity: 8,
      history: 'user sent ended outcome reference seats\n 0 0 2 booked A 5\n 1 20 21 soldOut - 1',
      ledger: 'version kind reference account seats available\n 2 booked A u0 5 3',
    })
    const racedUs = Float64Array.from([1000, 21_000])
    const planned = { users: 2, seatsOf: (user: number) => (user === 0 ? 5 : 1) }
    expect(ruleOn(justifiedRefusal, { ...booked, planned, racedUs, mayHold: true }).status).toBe('violated')
    expect(ruleOn(justifiedRefusal, refused(10, [5, 1]))).toMatchObject({
      status: 'violated',
      evidence: [{ claim: expect.stringMatching(/left 9 of 10, and no more than 4 can have been held besides$/) }, {}],
    })
  })

  test('are no measure of a conflict where a hold may have come in between', () => {
    const story = { ...left(8), history: `${left(8).history}\n 9 20 21 conflict - -` }
    expect(bothWays(spuriousConflict, story)).toMatchObject(
      explained(
        '1 of 1 conflict came while no write can have happened, but the event may have changed in ways that no entry tells ' +
          'of (an earlier step of a booking may hold some)',
      ),
    )
  })
})

describe('whoever waits', () => {
  const waitingFor = (first: number, ...entries: readonly string[]) => ({
    capacity: 3,
    seats: 2,
    history: `user outcome reference seats\n 0 booked A 3\n 1 waitlisted B ${first}\n 2 waitlisted C 1`,
    ledger: `
      version kind       reference account seats
      2       booked     A         u0      3
      3       waitlisted B         u1      ${first}
      4       waitlisted C         u2      1
      5       cancelled  A         u0      3
      ${entries.join('\n')}
    `,
  })

  test('may be passed over by a smaller party, for which a hold left enough', () => {
    expect(bothWays(waitlistOrder, waitingFor(2, '6 promoted C u2 1'))).toMatchObject(
      explained(
        '1 of 1 promotion passed over somebody who had joined earlier, but for whom a step of a booking that holds seats ' +
          'may have left too few',
      ),
    )
    const alike = waitingFor(2, '6 promoted C u2 2')
    expect(ruling(waitlistOrder, { ...alike, ledger: alike.ledger.replace('u2      1', 'u2      2') }).status).toBe(
      'violated',
    )
  })

  test('may wait for what somebody holds who broke off, and for no more', () => {
    const brokenOff = (first: number) => {
      const story = waitingFor(first)
      return ruling(noIdleSeat, { ...story, history: `${story.history}\n 3 rejected - -` })
    }
    expect(brokenOff(2)).toMatchObject({
      status: 'inconclusive',
      detail: '3 seats stayed free while 2 users waited, but up to 2 may be held by who broke off on the way',
    })
    expect(brokenOff(1).status).toBe('violated')
  })
})

test('without a ledger, the counter may show as many seats gone as may be held or booked, and no more', () => {
  const shows = (available: number) =>
    ruling(sourcesAgree, {
      history: 'user outcome reference\n 0 booked A\n 1 rejected -\n 2 unknown -',
      closing: { available },
    })
  for (const available of [9, 8]) expect(shows(available).status).toBe('held')
  expect(shows(7)).toMatchObject({
    status: 'inconclusive',
    detail: expect.stringContaining('up to 1 may be held by who broke off on the way'),
  })
  expect(shows(6).status).toBe('violated')
})

test('whoever of the requests is not recorded may hold seats, too', () => {
  const facts = { ...roundFrom({ history: 'user outcome reference\n 0 booked A', ledger: 'reference account\n A u0' }) }
  if ('unavailable' in facts.closing) throw new Error('the round has a counter')
  const shows = (available: number, launchedAttempts: number, how: Partial<RoundFacts> = { mayHold: true }) =>
    ruleOn(sourcesAgree, { ...facts, ...how, launchedAttempts, closing: { ...facts.opening, available } })
  expect(shows(7, 3).status).toBe('inconclusive')
  expect(shows(6, 3).status).toBe('violated')
  for (const how of [{ mayHold: false }, {}]) expect(shows(7, 3, how).status).toBe('violated')
  // As many as the largest party, each.
  const parties = {
    ...roundFrom({
      history: 'user outcome reference\n 0 booked A',
      ledger: 'reference account seats\n A u0 3',
      seats: 3,
    }),
  }
  const partiesShow = (available: number) =>
    ruleOn(sourcesAgree, { ...parties, mayHold: true, launchedAttempts: 3, closing: { ...parties.opening, available } })
  expect(partiesShow(1).status).toBe('inconclusive')
  expect(partiesShow(0).status).toBe('violated')
})
