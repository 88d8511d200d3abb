import { expect, onTestFinished, test } from 'vitest'
import { Calls } from '../../../src/target/calls.ts'
import { bookingApi } from '../../../src/target/contract/compile.ts'
import { startApi, startServer } from '../../server/support/start-server.ts'
import { proposeChecked } from './checked-proposal.ts'

test('the document of the embedded server leads to its own contract', async () => {
  const api = await startApi()
  const { body } = await api.send('GET', '/openapi.json')
  const { contract, doubts } = proposeChecked(body)
  expect(contract.event).toMatchObject({
    create: {
      request: 'POST /api/v1/events',
      json: { name: '{{event.name}}', capacity: '{{event.capacity}}', waitlist: '{{event.waitlist}}' },
      capture: { id: '$.id' },
    },
    look: {
      request: 'GET /api/v1/events/{{event.id}}',
      available: '$.available',
      capacity: '$.capacity',
      version: '$.version',
    },
  })
  expect(contract.users).toMatchObject({
    create: { request: 'POST /api/v1/auth/register', capture: { id: '$.id', token: '$.token' } },
    bearer: '{{user.token}}',
  })
  expect(contract.book).toEqual({
    request: 'POST /api/v1/bookings',
    headers: { 'idempotency-key': '{{key}}' },
    json: { eventId: '{{event.id}}', seats: '{{seats}}' },
    answers: [
      { status: 201, is: 'booked', reference: '$.reference', seats: '$.seats', version: '$.version' },
      {
        status: 202,
        json: { '$.status': 'waitlisted' },
        is: 'waitlisted',
        reference: '$.reference',
        position: '$.position',
      },
      { status: 429, is: 'rateLimited' },
      { status: 409, json: { '$.code': 'SOLD_OUT' }, is: 'soldOut' },
      { status: 409, json: { '$.code': 'VERSION_CONFLICT' }, is: 'conflict' },
      { status: 409, json: { '$.code': 'KEY_IN_FLIGHT' }, is: 'inFlight' },
      { status: 412, json: { '$.code': 'PRECONDITION_FAILED' }, is: 'conflict' },
      { status: '4xx', is: 'rejected', code: '$.code' },
    ],
  })
  expect(contract.cancel).toEqual({
    request: 'DELETE /api/v1/bookings/{{reference}}',
    answers: [
      { status: '2xx', is: 'cancelled', version: '$.version' },
      { status: [404, 410], is: 'gone' },
      { status: 409, json: { '$.code': 'ALREADY_CANCELLED' }, is: 'gone' },
      { status: '4xx', is: 'refused', code: '$.code' },
    ],
  })
  expect(contract.ledger).toMatchObject({
    request: 'GET /api/v1/events/{{event.id}}/ledger',
    query: { after: '{{page}}' },
    pages: { first: 0, next: '$.next' },
    entries: '$.entries[*]',
    event: { available: '$.event.available', capacity: '$.event.capacity', version: '$.event.version' },
    reference: '$.reference',
    user: '$.userId',
    seats: '$.seats',
    version: '$.version',
    available: '$.available',
    key: '$.key',
    at: '$.at',
    kind: {
      from: '$.kind',
      words: { booked: 'booked', cancelled: 'cancelled', waitlisted: 'waitlisted', promoted: 'promoted' },
    },
  })
  expect(doubts.length).toBeLessThan(8)
})

test('what was proposed looks, books and cancels at the embedded server', async () => {
  const { api, server } = await startServer()
  const { told } = proposeChecked((await api.send('GET', '/openapi.json')).body)
  const baseUrl = new URL(server.url).origin
  const calls = new Calls({ baseUrl, atOnce: 1 })
  onTestFinished(() => calls.close())
  const contract = bookingApi(told, baseUrl)
  const event = await api.createEvent(3)
  const { id, token } = await api.createUser()
  const user = { fields: { id, token }, jar: null }

  const wish = contract.book({ user, event, seats: 2, key: 'a-key', attempt: 1 })
  const booked = wish.answered(await calls.send(wish.request()))
  expect(booked).toMatchObject({ kind: 'booked', seats: 2, version: 2 })
  const more = contract.book({ user, event, seats: 2, key: 'another-key', attempt: 1 })
  expect(more.answered(await calls.send(more.request()))).toEqual({ kind: 'soldOut' })
  expect(contract.readLook(await calls.send(contract.look(event)), event)).toEqual({
    available: 1,
    version: 2,
    capacity: 3,
  })

  const [entry] = await api.readLedger(event.id)
  const back = contract.cancel?.({ user, event, reference: String(entry?.reference) })
  expect(back?.answered(await calls.send(back.request()))).toEqual({ kind: 'cancelled', version: 3 })
  const again = contract.cancel?.({ user, event, reference: String(entry?.reference) })
  expect(again?.answered(await calls.send(again.request()))).toEqual({ kind: 'gone' })
})
