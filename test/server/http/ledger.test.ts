import { expect, test } from 'vitest'
import { startApi } from '../support/start-server.ts'

test('read in pages of any size, the ledger is the same, even where versions were installed twice', async () => {
  const api = await startApi({ strategy: 'naive', processingMs: 5 })
  const event = await api.createEvent(1000)
  const users = await api.createUsers(30)
  for (let wave = 0; wave < 3; wave += 1) {
    await Promise.all(users.map(({ token }) => api.book(token, event.id, 1)))
  }
  const whole = await api.readLedger(event.id, 10_000)
  expect(whole).toHaveLength(90)
  expect(new Set(whole.map(({ version }) => version)).size).toBeLessThan(90)
  for (let limit = 1; limit <= 91; limit += 1) expect(await api.readLedger(event.id, limit)).toEqual(whole)
})

test('a page holds the event as it stands, and says where the next begins', async () => {
  const api = await startApi()
  const event = await api.createEvent(10)
  const { token } = await api.createUser()
  for (let count = 0; count < 3; count += 1) await api.mustBook(token, event.id, 1)
  const now = { ...event, available: 7, version: 4 }
  expect(await api.readPage(event.id, '?limit=2')).toMatchObject({
    event: now,
    entries: [{ version: 2 }, { version: 3 }],
    next: 3,
  })
  expect(await api.readPage(event.id, '?limit=2&after=3')).toMatchObject({
    event: now,
    entries: [{ version: 4 }],
    next: null,
  })
  expect(await api.readPage(event.id, '?after=4')).toEqual({ event: now, entries: [], next: null })
  expect(await api.readPage(event.id, '?limit=3')).toMatchObject({ next: null })
})

test('the ledger of one event says nothing of another', async () => {
  const api = await startApi()
  const [one, other] = [await api.createEvent(10), await api.createEvent(10)]
  const { token } = await api.createUser()
  await api.mustBook(token, one.id, 1)
  expect(await api.readLedger(other.id)).toEqual([])
})
