import { expect, test } from 'vitest'
import { strategies } from '../../../src/booking/strategy.ts'
import type { ApiClient } from '../support/api-client.ts'
import { startApi } from '../support/start-server.ts'

/** Somebody who holds every seat of an event, and some who wait for them, in order. */
async function fillUp(api: ApiClient, capacity: number, parties: readonly number[]) {
  const event = await api.createEvent(capacity, true)
  const owner = await api.createUser()
  const held = await api.mustBook(owner.token, event.id, capacity)
  const waiting: { readonly id: string; readonly token: string; readonly reference: string }[] = []
  for (const seats of parties) {
    const { id, token } = await api.createUser()
    const { reference } = await api.mustBook(token, event.id, seats)
    waiting.push({ id, token, reference })
  }
  const statuses = () =>
    Promise.all(
      waiting.map(async ({ token, reference }) => (await api.send('GET', `/bookings/${reference}`, { token })).body),
    )
  return { event, waiting, statuses, cancelAll: () => api.cancel(owner.token, held.reference) }
}

test.each(strategies)('%s: the queue moves up in order, in one transaction with the cancellation', async (strategy) => {
  const api = await startApi({ strategy })
  const { event, waiting, statuses, cancelAll } = await fillUp(api, 3, [1, 2, 1])
  expect(await statuses()).toMatchObject([
    { status: 'waitlisted', position: 1, version: 3 },
    { status: 'waitlisted', position: 2, version: 4 },
    { status: 'waitlisted', position: 3, version: 5 },
  ])
  expect(await cancelAll()).toMatchObject({ status: 200, body: { version: 6 } })
  expect((await api.readLedger(event.id)).slice(4)).toMatchObject([
    { version: 6, kind: 'cancelled', available: 3 },
    { version: 7, kind: 'promoted', available: 2, reference: waiting[0]?.reference, userId: waiting[0]?.id },
    { version: 8, kind: 'promoted', available: 0, reference: waiting[1]?.reference, userId: waiting[1]?.id },
  ])
  expect(await statuses()).toMatchObject([
    { status: 'booked', version: 7 },
    { status: 'booked', version: 8 },
    { status: 'waitlisted', position: 1, version: 5 },
  ])
})

test('promotions carry no key, although the entry that queued did', async () => {
  const api = await startApi()
  const event = await api.createEvent(1, true)
  const ana = await api.createUser()
  const ben = await api.createUser()
  const { reference } = await api.mustBook(ana.token, event.id, 1)
  await api.book(ben.token, event.id, 1, { 'idempotency-key': 'order-1' })
  await api.cancel(ana.token, reference)
  const [, queued, , promoted] = await api.readLedger(event.id)
  expect(queued).toMatchObject({ kind: 'waitlisted', key: 'order-1' })
  expect(promoted?.kind).toBe('promoted')
  expect(promoted).not.toHaveProperty('key')
})

test.each(strategies)(
  '%s: a newcomer queues behind those who wait, even where the seats would do',
  async (strategy) => {
    const api = await startApi({ strategy })
    const event = await api.createEvent(3, true)
    const ana = await api.createUser()
    const ben = await api.createUser()
    const eva = await api.createUser()
    await api.mustBook(ana.token, event.id, 2)
    await api.mustBook(ben.token, event.id, 2)
    expect(await api.book(eva.token, event.id, 1)).toMatchObject({ status: 202, body: { position: 2 } })
    expect(await api.readEvent(event.id)).toMatchObject({ available: 1 })
  },
)

test.each(strategies)('%s: who waits and asks again keeps the place, and nothing changes', async (strategy) => {
  const api = await startApi({ strategy })
  const { event, waiting } = await fillUp(api, 2, [1, 2])
  const [, second] = waiting
  const again = await api.book(second?.token ?? '', event.id, 1)
  expect(again).toMatchObject({
    status: 202,
    body: { status: 'waitlisted', position: 2, reference: second?.reference, seats: 2, version: 4 },
  })
  expect(await api.readEvent(event.id)).toMatchObject({ version: 4 })
  expect(await api.readLedger(event.id)).toHaveLength(3)
})

test('who leaves the queue gives back nothing, and those behind come closer', async () => {
  const api = await startApi()
  const { event, waiting, statuses } = await fillUp(api, 2, [2, 1])
  const [first] = waiting
  expect(await api.cancel(first?.token ?? '', first?.reference ?? '')).toMatchObject({ body: { version: 5 } })
  expect((await api.readLedger(event.id)).at(-1)).toMatchObject({ kind: 'cancelled', seats: 2, available: 0 })
  expect(await statuses()).toMatchObject([{ status: 'cancelled' }, { status: 'waitlisted', position: 1 }])
})

test('a hundred who queue at once have a hundred places', async () => {
  const api = await startApi({ strategy: 'pessimistic' })
  const { event } = await fillUp(api, 1, [])
  const users = await api.createUsers(100)
  const answers = await Promise.all(users.map(({ token }) => api.book(token, event.id, 1)))
  const positions = answers.map(({ body }) => (body instanceof Object && 'position' in body ? body.position : null))
  expect(new Set(positions)).toEqual(new Set(users.map((_, index) => index + 1)))
})
