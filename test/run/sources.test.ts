import { describe, expect, test } from 'vitest'
import type { Result } from '../../src/report/result.ts'
import { readBackTarget, whole, type Answer, type Manners, type ShownEvent } from '../targets/read-back-target.ts'
import { playOn } from './play-on.ts'

const statusOf = (result: Result, id: string) => rulingOf(result, id)?.status
const detailOf = (result: Result, id: string) => rulingOf(result, id)?.detail ?? ''
const rulingOf = ({ rounds }: Result, id: string) =>
  rounds[0]?.verdict.invariants.find((invariant) => invariant.id === id)
const violatedIn = ({ rounds }: Result): readonly string[] =>
  rounds.flatMap(({ verdict }) => verdict.invariants.filter(({ status }) => status === 'violated').map(({ id }) => id))

/** Twelve users for five seats, where nothing else is said. */
async function play(manners: Manners, { top = 'settle: 300ms', round = '', repeat = 1 } = {}): Promise<Result> {
  return playOn(await readBackTarget(manners), { top, round }, { repeat })
}

type ShowsLedger = NonNullable<Manners['showsLedger']>
type TurnsAway = NonNullable<Manners['turnsAway']>

const refuses = (status: number): Answer => ({ status, body: { title: 'No' } })
const always = () => true
const isHeld = { pass: true, ruling: 'held' }

test('a target that does everything right, and shows it, is held', async () => {
  const result = await play({})
  expect(result.verdict).toEqual(isHeld)
  expect(rulingOf(result, 'sources-agree')).toMatchObject({
    level: 'ledger',
    detail: '5 seats promised, 5 sold by the ledger, 5 gone by what the event shows',
  })
  expect(detailOf(result, 'acked-durable')).toBe('5 acknowledgements: each is in the ledger as it was given')
})

describe.each([404, 403, 401, 405, 501])('a ledger that answers %i', (status) => {
  const showsLedger = () => refuses(status)

  test('leaves the counter and the answers, and every round is played', async () => {
    const result = await play({ showsLedger }, { repeat: 2 })
    expect(result.run.failure).toBeNull()
    expect(result.rounds).toHaveLength(2)
    expect(result.verdict).toEqual({ pass: false, ruling: 'inconclusive' })
    expect(rulingOf(result, 'sources-agree')).toMatchObject({
      status: 'held',
      level: 'counter',
      detail: '5 seats promised, 5 gone by what the event shows',
    })
    expect(rulingOf(result, 'acked-durable')).toMatchObject({ status: 'inconclusive', level: null })
    expect(detailOf(result, 'acked-durable')).toMatch(new RegExp(`could not be read: GET .* answered ${status}`))
    expect(result.rounds[0]?.event).toMatchObject({ soldSeats: null, availableSeats: 0, version: 6 })
  })

  test('hides no oversell that the answers show', async () => {
    const result = await play({ showsLedger, accepts: always })
    expect(statusOf(result, 'no-oversell')).toBe('violated')
  })

  test('hides no counter that differs from what was promised', async () => {
    const forgets = (truth: ShownEvent): Answer => ({ status: 200, body: { ...truth, available: 3 } })
    const result = await play({ showsLedger, showsEvent: forgets })
    expect(violatedIn(result)).toEqual(['sources-agree'])
    expect(detailOf(result, 'sources-agree')).toMatch(
      /^5 seats promised, 2 gone by what the event shows \(watched for [\d.]+ s without a change\)$/,
    )
  })
})

test('without ledger and counter the answers are all there is', async () => {
  const result = await play({ showsLedger: () => refuses(404), showsEvent: () => refuses(404), accepts: always })
  expect(violatedIn(result)).toEqual(['no-oversell'])
  expect(rulingOf(result, 'no-oversell')?.level).toBe('answers')
  expect(rulingOf(result, 'sources-agree')).toMatchObject({ status: 'inconclusive', level: null })
  expect(result.run.failure).toBeNull()
})

test('unknown answers widen what a counter may show, and no further', async () => {
  const manners = { showsLedger: () => refuses(404), hangsUp: (asked: number) => asked === 1 }
  const correct = await play(manners)
  expect(correct.rounds[0]?.outcomes).toMatchObject({ booked: 4, unknown: 1 })
  expect(rulingOf(correct, 'sources-agree')).toMatchObject({
    status: 'held',
    detail: '4 seats promised, and up to 1 more by requests without an answer, 5 gone by what the event shows',
  })
  const showsEvent = (truth: ShownEvent): Answer => ({ status: 200, body: { ...truth, available: -1 } })
  expect(violatedIn(await play({ ...manners, showsEvent }))).toContain('sources-agree')
})

describe('a counter of its own', () => {
  test('that reads a clean 0 while 12 of 5 were sold disagrees with the ledger', async () => {
    const showsEvent = (truth: ShownEvent): Answer => ({ status: 200, body: { ...truth, available: 0 } })
    const result = await play({ accepts: always, showsEvent })
    expect(violatedIn(result)).toEqual(expect.arrayContaining(['no-oversell', 'sources-agree']))
    expect(rulingOf(result, 'sources-agree')?.evidence[0]?.claim).toBe(
      'the event shows 0 of 5 seats available at version 13, so that 5 are gone, but the entries of the ledger sold 12',
    )
  })

  test('that shows seats which the ledger has sold disagrees with it', async () => {
    const showsEvent = (truth: ShownEvent): Answer => ({ status: 200, body: { ...truth, available: 5 } })
    expect(violatedIn(await play({ showsEvent }))).toEqual(['sources-agree'])
  })

  test('that comes out of a cache is waited for', async () => {
    const cached = (
      truth: ShownEvent,
      { sinceFirstMs, first }: { sinceFirstMs: number; first: { event: ShownEvent } },
    ) => ({ status: 200, body: sinceFirstMs < 500 ? { ...first.event, available: 5, version: 1 } : truth }) as const
    const result = await play({ showsEvent: cached }, { top: 'settle: 3s' })
    expect(result.verdict).toEqual(isHeld)
  })

  test('that is for ever as it was is said to be behind, and is neither held nor accused', async () => {
    const showsEvent = (truth: ShownEvent): Answer => ({ status: 200, body: { ...truth, available: 5, version: 1 } })
    const result = await play({ showsEvent })
    expect(result.verdict.ruling).toBe('inconclusive')
    expect(rulingOf(result, 'sources-agree')).toMatchObject({ status: 'inconclusive' })
    expect(detailOf(result, 'sources-agree')).toMatch(/showed version 1 after the ledger had shown 6, so it is behind/)
    const blind = await play({ showsEvent, showsLedger: () => refuses(404) })
    expect(violatedIn(blind)).toEqual([])
    expect(detailOf(blind, 'sources-agree')).toMatch(/that is version 1, and a booking was told version 6, so the look/)
  })
})

describe('a booking that is written after its answer', () => {
  test('is waited for, and it is said how late it was', async () => {
    const result = await play({ writesAfterMs: 1000 }, { top: 'settle: 3s' })
    expect(result.verdict).toEqual(isHeld)
    const [, late] = /still growing ([\d,]+) ms after the last answer$/.exec(detailOf(result, 'acked-durable')) ?? []
    expect(Number(late?.replace(',', ''))).toBeGreaterThan(0)
  })

  test('is waited for where only the counter tells of it', async () => {
    const result = await play({ writesAfterMs: 1000, showsLedger: () => refuses(404) }, { top: 'settle: 3s' })
    expect(statusOf(result, 'sources-agree')).toBe('held')
  })

  test('and never comes was lost, and it is said how long was waited', async () => {
    const result = await play({ writesAfterMs: Infinity })
    expect(violatedIn(result)).toContain('acked-durable')
    expect(detailOf(result, 'acked-durable')).toMatch(
      /^5 of 5 acknowledgements are not in the ledger as they were given \(watched for [\d.]+ s without a change\)$/,
    )
  })

  test('is not waited for where everything is there', async () => {
    const { run } = await play({}, { top: 'settle: 60s' })
    // A hang that nobody would miss: with a wait in it the test would run out of time.
    expect(run.failure).toBeNull()
  })
})

describe('a ledger that cannot be read just now', () => {
  const limited = (seconds: number): Answer => ({ ...refuses(429), headers: { 'retry-after': `${seconds}` } })

  test('is asked again when its limit says so', async () => {
    const showsLedger: ShowsLedger = (truth, { number }) =>
      number === 0 ? limited(1) : { status: 200, body: whole(truth) }
    expect((await play({ showsLedger }, { top: 'settle: 3s' })).verdict).toEqual(isHeld)
  })

  test('is given up on where its limit asks for more time than there is', async () => {
    const result = await play({ showsLedger: () => limited(30) })
    expect(result.verdict.ruling).toBe('inconclusive')
    expect(violatedIn(result)).toEqual([])
    expect(detailOf(result, 'acked-durable')).toMatch(/answered 429.*, and asked to be left alone for 30 s$/)
    expect(statusOf(result, 'sources-agree')).toBe('held')
  })

  test('is asked again after server errors', async () => {
    const showsLedger: ShowsLedger = (truth, { number }) =>
      number % 2 === 0 ? refuses(503) : { status: 200, body: whole(truth) }
    expect((await play({ showsLedger }, { top: 'settle: 3s' })).verdict).toEqual(isHeld)
  })

  test('is given up on where the errors do not end', async () => {
    const result = await play({ showsLedger: () => refuses(503) })
    expect(result.verdict.ruling).toBe('inconclusive')
    expect(detailOf(result, 'no-phantom')).toMatch(/answered 503.*, again and again for [\d.]+ s$/)
    expect(result.run.failure).toBeNull()
  })
})

describe('a ledger that is behind', () => {
  /** As it was before anybody booked. */
  const early = (truth: ShownEvent) =>
    whole({ event: { ...truth, available: truth.capacity, version: 1 }, entries: [] })

  test('for half a second is waited for', async () => {
    const showsLedger: ShowsLedger = (truth, { sinceFirstMs }) => ({
      status: 200,
      body: sinceFirstMs < 500 ? early(truth.event) : whole(truth),
    })
    const result = await play({ showsLedger }, { top: 'settle: 3s' })
    expect(result.verdict).toEqual(isHeld)
    expect(detailOf(result, 'acked-durable')).toContain('the ledger was still growing')
  })

  test.each<[string, ShowsLedger]>([
    ['as a whole', (truth) => ({ status: 200, body: early(truth.event) })],
    ['in its rows alone', (truth) => ({ status: 200, body: whole({ ...truth, entries: truth.entries.slice(0, 2) }) })],
  ])('for ever, %s, accuses nobody and is not held', async (_, showsLedger) => {
    const result = await play({ showsLedger })
    expect(violatedIn(result)).toEqual([])
    expect(result.verdict.ruling).toBe('inconclusive')
    expect(detailOf(result, 'acked-durable')).toMatch(
      /could not be read: it .*version \d, so it is behind \(watched for/,
    )
    expect(result.rounds[0]?.event.soldSeats).toBeNull()
  })

  test('and oversells all the same is accused by what the answers say', async () => {
    const result = await play({ showsLedger: (truth) => ({ status: 200, body: early(truth.event) }), accepts: always })
    expect(violatedIn(result)).toContain('no-oversell')
  })

  test('in one of two copies never agrees with itself', async () => {
    const showsLedger: ShowsLedger = (truth, { number }) => ({
      status: 200,
      body: number % 2 === 0 ? early(truth.event) : whole(truth),
    })
    const result = await play({ showsLedger }, { top: 'settle: 100ms' })
    expect(violatedIn(result)).toEqual([])
    expect(detailOf(result, 'acked-durable')).toMatch(/could not be read: it was still changing after \d+ s$/)
  })
})

describe('a limiter', () => {
  const throttlesAfter =
    (most: number): TurnsAway =>
    (asked) =>
      asked < most ? null : { status: 429, body: { code: 'RATE_LIMITED' } }

  test('that lets nearly nobody through leaves nothing tried', async () => {
    const result = await play({ turnsAway: throttlesAfter(8) }, { top: 'users: 80', round: 'capacity: 4' })
    expect(violatedIn(result)).toEqual([])
    expect(result.verdict.ruling).toBe('inconclusive')
    expect(detailOf(result, 'contended')).toMatch(
      /^of 80 requests, 72 were rate limited, and of at most 80 in flight at once \d came to the stock: what this burst/,
    )
  })

  test('that lets half of them through leaves a race', async () => {
    const result = await play({ turnsAway: throttlesAfter(40) }, { top: 'users: 80', round: 'capacity: 4' })
    expect(result.verdict).toEqual(isHeld)
  })
})

test('a burst of which most answers are missing is not held', async () => {
  const result = await play(
    { hangsUp: (asked) => asked < 6, accepts: always },
    { top: 'users: 8\nsettle: 300ms', round: 'capacity: 8' },
  )
  expect(result.verdict.ruling).toBe('inconclusive')
  expect(detailOf(result, 'contended')).toMatch(/^6 of 8 wishes had no answer/)
})
