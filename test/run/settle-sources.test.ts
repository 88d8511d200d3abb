import { expect, test } from 'vitest'
import { eventId, type EventState } from '../../src/booking/event.ts'
import type { Ledger } from '../../src/booking/ledger.ts'
import { AnswerError, TargetError, UnreachableError } from '../../src/operator/errors.ts'
import { settleSources, type Settling } from '../../src/run/settle-sources.ts'

const eventAt = (version: number): EventState => ({
  id: eventId('e'),
  name: 'e',
  capacity: 9,
  available: 9,
  version,
  waitlist: false,
})
const ledgerAt = (version: number): Ledger => ({ event: eventAt(version), entries: [] })

/** Hands out one answer after the other, and the last one for ever; an error is thrown. */
function answers<Value>(...given: readonly (Value | Error)[]) {
  let reads = 0
  const read = async (): Promise<Value> => {
    const answer = given[Math.min(reads++, given.length - 1)]
    if (answer === undefined) throw new Error('there is nothing to answer')
    if (answer instanceof Error) throw answer
    return answer
  }
  return { read, reads: () => reads }
}

const ledgers = (...versions: number[]) => answers(...versions.map(ledgerAt))

const settle = (settling: Partial<Settling>) =>
  settleSources({
    readLedger: ledgers(4).read,
    readEvent: answers(eventAt(4)).read,
    unsettled: () => ({ openOperations: 0, isLate: false }),
    quietMs: 60_000,
    settleMs: 60_000,
    ...settling,
  })

const refusal = (status: number, retryAfterMs: number | null = null) =>
  new AnswerError(`it answered ${status}`, { status, retryAfterMs })

test('two readings that agree are enough where every request had its answer', async () => {
  const { read, reads } = ledgers(4)
  const settled = await settle({ readLedger: read })
  expect(settled).toEqual({ ledger: ledgerAt(4), closing: eventAt(4), quietMs: 0, lateMs: 0, gone: null })
  expect(reads()).toBe(2)
})

test('a ledger that still changes is read on', async () => {
  const settled = await settle({ readLedger: ledgers(2, 3, 5, 5).read })
  expect(settled.ledger).toEqual(ledgerAt(5))
})

test('a look at the event that still changes is taken again', async () => {
  const settled = await settle({ readEvent: answers(eventAt(2), eventAt(3), eventAt(4)).read })
  expect(settled.closing).toEqual(eventAt(4))
})

test('while an operation is open, or something late, agreement is not enough: what comes late is waited for', async () => {
  for (const missing of [
    { openOperations: 1, isLate: false },
    { openOperations: 0, isLate: true },
  ]) {
    const settled = await settle({
      readLedger: ledgers(2, 2, 2, 2, 3).read,
      unsettled: ({ ledger }) =>
        'event' in ledger && ledger.event.version < 3 ? missing : { openOperations: 0, isLate: false },
    })
    expect([settled.ledger, settled.quietMs]).toEqual([ledgerAt(3), 0])
    expect(settled.lateMs).toBeGreaterThan(0)
  }
})

test.each([
  ['an operation that stays open', { openOperations: 1, isLate: false }, { quietMs: 120, settleMs: 10 }],
  ['what stays missing', { openOperations: 0, isLate: true }, { quietMs: 10, settleMs: 120 }],
])('%s is given up on once all has been quiet, and it is said for how long', async (_, missing, limits) => {
  const { read, reads } = ledgers(2)
  const settled = await settle({ readLedger: read, unsettled: () => missing, ...limits })
  expect(settled.quietMs).toBeGreaterThanOrEqual(120)
  expect(reads()).toBeGreaterThan(2)
})

test.each([401, 403, 404, 405, 410, 501])('a ledger that answers %i is not asked again', async (status) => {
  const { read, reads } = answers<Ledger>(refusal(status))
  const settled = await settle({ readLedger: read })
  expect(settled).toMatchObject({ ledger: { unavailable: `it answered ${status}` }, closing: eventAt(4), gone: null })
  expect(reads()).toBe(1)
})

test('an answer of another shape is not asked for again', async () => {
  const settled = await settle({ readLedger: answers<Ledger>(new TargetError('it is a page')).read })
  expect(settled).toMatchObject({ ledger: { unavailable: 'it is a page' }, gone: null })
})

test.each([refusal(429, 20), refusal(503), refusal(502), new UnreachableError('it hung up')])(
  'what may pass is waited out: %s',
  async (error) => {
    const settled = await settle({ readLedger: answers(ledgerAt(2), error, ledgerAt(4), error, ledgerAt(4)).read })
    expect(settled).toMatchObject({ ledger: ledgerAt(4), gone: null })
  },
)

test('a rate limit that does not end is named, and so is one that asks for too long', async () => {
  const limited = await settle({ readLedger: answers<Ledger>(refusal(429)).read, settleMs: 60 })
  expect(limited.ledger).toMatchObject({
    unavailable: expect.stringMatching(/^it answered 429, again and again for [\d.]+ s$/),
  })
  const { read, reads } = answers<Ledger>(refusal(429, 30_000))
  const asked = await settle({ readLedger: read, settleMs: 5000 })
  expect(asked.ledger).toEqual({ unavailable: 'it answered 429, and asked to be left alone for 30 s' })
  expect(reads()).toBe(1)
})

test('a target is gone where nobody answers any more, and not where one call is cut', async () => {
  const gone = new UnreachableError('nobody listens')
  const cut = await settle({ readLedger: answers<Ledger>(gone).read, settleMs: 0 })
  expect(cut).toMatchObject({ ledger: { unavailable: 'nobody listens' }, gone: null })
  const dead = await settle({
    readLedger: answers<Ledger>(gone).read,
    readEvent: answers<EventState>(gone).read,
    settleMs: 0,
  })
  expect(dead.gone).toBe('nobody listens')
})

test('readings that disagree for good are told of as such, each for itself', async () => {
  let reads = 0
  const readLedger = async () => ledgerAt(++reads)
  const settled = await settle({ readLedger, quietMs: 20, settleMs: 20 })
  expect(settled.ledger).toMatchObject({ unavailable: expect.stringContaining('it was still changing after') })
  expect(settled.closing).toEqual(eventAt(4))
})

test('what is no fault of the target is thrown', async () => {
  await expect(settle({ readLedger: answers<Ledger>(new Error('a bug')).read })).rejects.toThrow('a bug')
})
