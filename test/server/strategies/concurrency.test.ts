import { describe, expect, test } from 'vitest'
import type { ServerOptions } from '../../../src/server/options.ts'
import type { Answer, LedgerPage } from '../support/api-client.ts'
import { startApi } from '../support/start-server.ts'

const honest = ['optimistic', 'pessimistic', 'atomic'] as const
const capacity = 10

const withCode = (answers: readonly Answer[], code: string) =>
  answers.filter(({ body }) => typeof body === 'object' && body !== null && 'code' in body && body.code === code)

const withStatus = (answers: readonly Answer[], status: number) => answers.filter((answer) => answer.status === status)

const seatsIn = (entries: LedgerPage['entries']) => entries.reduce((sum, { seats }) => sum + seats, 0)

/** A hundred users who all want one of ten seats, all at once, each on a connection of their own. */
async function rush(options: Partial<ServerOptions>) {
  const api = await startApi(options)
  const event = await api.createEvent(capacity)
  const users = await api.createUsers(100)
  const answers = await Promise.all(users.map(({ token }) => api.book(token, event.id, 1)))
  return { answers, event: await api.readEvent(event.id), entries: await api.readLedger(event.id) }
}

describe.each(honest)('%s', (strategy) => {
  test.each([0, 20])('a hundred at once for ten seats, at %i ms each: none is sold twice', async (processingMs) => {
    const { answers, event, entries } = await rush({ strategy, processingMs })
    const booked = withStatus(answers, 201)
    expect(booked.length).toBeGreaterThan(0)
    expect(booked.length).toBeLessThanOrEqual(capacity)
    expect(withStatus(answers, 409)).toHaveLength(100 - booked.length)
    expect(seatsIn(entries)).toBe(booked.length)
    expect(event).toMatchObject({ available: capacity - booked.length, version: 1 + booked.length })
    expect(entries.map(({ version }) => version)).toEqual(booked.map((_, index) => index + 2))
    expect(entries.map(({ available }) => available)).toEqual(booked.map((_, index) => capacity - 1 - index))
  })

  test('cancellations and bookings at once lose neither seats nor versions', async () => {
    const api = await startApi({ strategy, processingMs: 5 })
    const event = await api.createEvent(capacity, true)
    const users = await api.createUsers(60)
    const first = await Promise.all(users.map(({ token }) => api.book(token, event.id, 2)))
    const owned = first.flatMap(({ body }, index) => {
      const token = users[index]?.token
      return typeof body === 'object' && body !== null && 'reference' in body && token !== undefined
        ? [{ token, reference: String(body.reference) }]
        : []
    })
    const second = await Promise.all([
      ...owned.filter((_, index) => index % 2 === 0).map(({ token, reference }) => api.cancel(token, reference)),
      ...users.map(({ token }) => api.book(token, event.id, 1)),
    ])
    expect(second.filter(({ status }) => status >= 500)).toEqual([])
    const entries = await api.readLedger(event.id)
    const effect = { booked: -1, promoted: -1, cancelled: 0, waitlisted: 0 }
    const queued = new Set(entries.filter(({ kind }) => kind === 'waitlisted').map(({ reference }) => reference))
    let left = capacity
    for (const [index, entry] of entries.entries()) {
      if (entry.kind === 'promoted') queued.delete(entry.reference)
      const returned = entry.kind === 'cancelled' && !queued.has(entry.reference) ? entry.seats : 0
      left += effect[entry.kind] * entry.seats + returned
      expect(entry).toMatchObject({ version: index + 2, available: left })
    }
    expect(await api.readEvent(event.id)).toMatchObject({ available: left, version: 1 + entries.length })
  })
})

test('optimistic: whoever wrote second on the same version is told of the conflict, and has nothing', async () => {
  const { answers, entries } = await rush({ strategy: 'optimistic', processingMs: 20 })
  const conflicts = withCode(answers, 'VERSION_CONFLICT')
  expect(conflicts.length).toBeGreaterThan(0)
  expect(conflicts[0]?.body).toMatchObject({ detail: 'Event was updated by another process. Please retry.' })
  expect(entries.length + conflicts.length + withCode(answers, 'SOLD_OUT').length).toBe(100)
})

test.each(['pessimistic', 'atomic'] as const)(
  '%s: nobody meets a conflict, and every seat is sold',
  async (strategy) => {
    const { answers } = await rush({ strategy, processingMs: 1 })
    expect(withStatus(answers, 201)).toHaveLength(capacity)
    expect(withCode(answers, 'SOLD_OUT')).toHaveLength(100 - capacity)
  },
)

test('naive: it sells more than there is, under versions installed twice, and the counter looks clean', async () => {
  const { answers, event, entries } = await rush({ strategy: 'naive', processingMs: 20 })
  expect(seatsIn(entries)).toBeGreaterThan(capacity)
  expect(withStatus(answers, 201)).toHaveLength(entries.length)
  expect(new Set(entries.map(({ version }) => version)).size).toBeLessThan(entries.length)
  expect(event.available).toBeGreaterThanOrEqual(0)
})
