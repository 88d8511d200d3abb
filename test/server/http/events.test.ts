import { expect, test } from 'vitest'
import { startApi } from '../support/start-server.ts'

test('a new event has all its seats, version 1, an address and an entity tag', async () => {
  const api = await startApi()
  const created = await api.asAdmin('POST', '/events', { name: 'Concert', capacity: 12 })
  const event = { id: expect.any(String), name: 'Concert', capacity: 12, available: 12, version: 1, waitlist: false }
  expect(created).toMatchObject({ status: 201, headers: { etag: '"1"' } })
  expect(created.body).toEqual(event)
  const { id } = await api.createEvent(3, true)
  expect(await api.send('GET', `/events/${id}`)).toMatchObject({
    status: 200,
    headers: { etag: '"1"' },
    body: { id, capacity: 3, waitlist: true },
  })
})

test('the address in Location is that of the event', async () => {
  const api = await startApi()
  const { headers, body } = await api.asAdmin('POST', '/events', { name: 'Concert', capacity: 12 })
  const path = String(headers['location']).replace('/api/v1', '')
  expect(await api.send('GET', path)).toMatchObject({ status: 200, body })
})

test.each([
  { tag: '"2"', status: 304 },
  { tag: 'W/"2"', status: 304 },
  { tag: '"1", "2"', status: 304 },
  { tag: '*', status: 304 },
  { tag: '"1"', status: 200 },
  { tag: '"12"', status: 200 },
  { tag: '2', status: 200 },
])('at version 2, If-None-Match: $tag is answered with $status', async ({ tag, status }) => {
  const api = await startApi()
  const event = await api.createEvent(5)
  await api.mustBook((await api.createUser()).token, event.id, 1)
  const answer = await api.send('GET', `/events/${event.id}`, { headers: { 'if-none-match': tag } })
  const body = status === 304 ? '' : { version: 2, available: 4 }
  expect(answer).toMatchObject({ status, headers: { etag: '"2"' }, body })
})
