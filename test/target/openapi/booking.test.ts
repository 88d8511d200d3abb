import { describe, expect, test } from 'vitest'
import { answering, askedWith, count, documentWith, order, proposeChecked, text } from './checked-proposal.ts'

describe('which operation is the booking', () => {
  test('one that would fit as well is a doubt', () => {
    const { contract, doubts } = proposeChecked(
      documentWith({ '/orders': { post: order() }, '/reservations': { post: order() } }),
    )
    expect(contract.book).toMatchObject({ request: 'POST /reservations' })
    expect(doubts).toContain('POST /reservations was taken for the booking; POST /orders would fit as well.')
  })

  test('what is done to a booking is none', () => {
    const part = { post: { parameters: [{ name: 'id', in: 'path', required: true, schema: text }] } }
    const { contract } = proposeChecked(
      documentWith({
        '/orders/search': { post: order() },
        '/orders/{id}/refund': part,
        '/orders/{id}/notes': part,
        '/orders': { post: order() },
      }),
    )
    expect(contract.book).toMatchObject({ request: 'POST /orders' })
  })

  test('a registration with a password is an account, and one for an event is a booking', () => {
    const { contract } = proposeChecked(
      documentWith({
        '/register': {
          post: { ...askedWith({ email: text, password: text }), ...answering(201, { id: text, token: text }) },
        },
        '/courses/{courseId}/register': { post: answering(201, { id: text }) },
      }),
    )
    expect(contract.book).toMatchObject({ request: 'POST /courses/{{event.id}}/register' })
    expect(contract.users.create).toMatchObject({ request: 'POST /register', capture: { token: '$.token' } })
  })

  test('a hold that has to be confirmed is two steps', () => {
    const { contract } = proposeChecked(
      documentWith({
        '/screenings/{screeningId}/holds': {
          post: { ...askedWith({ tickets: count }), ...answering(201, { holdId: text }) },
        },
        '/holds/{holdId}/confirm': { post: answering(200, { bookingReference: text }) },
      }),
    )
    expect(contract.book).toMatchObject([
      { request: 'POST /screenings/{{event.id}}/holds', json: { tickets: '{{seats}}' }, capture: { hold: '$.holdId' } },
      { request: 'POST /holds/{{hold}}/confirm', answers: [{ is: 'booked', reference: '$.bookingReference' }, {}, {}] },
    ])
  })

  test('a version that a booking has to name is looked up first', () => {
    const { contract } = proposeChecked(
      documentWith({
        '/slots/{slotId}': { get: answering(200, { id: text, remaining: count, version: count }) },
        '/bookings': {
          post: {
            ...askedWith({ slotId: text, expectedVersion: count, seats: count }),
            ...answering(201, { id: text }),
          },
        },
      }),
    )
    expect(contract.book).toMatchObject([
      { request: 'GET /slots/{{event.id}}', capture: { version: '$.version' } },
      { json: { slotId: '{{event.id}}', expectedVersion: '{{version}}', seats: '{{seats}}' } },
    ])
  })

  test('certain seats are a doubt, since everybody would want the same', () => {
    const seats = { type: 'array', items: text }
    const { doubts } = proposeChecked(
      documentWith({ '/bookings': { post: askedWith({ showId: text, seat_ids: seats }) } }),
    )
    expect(doubts).toContain(
      'POST /bookings asks for certain seats (seat_ids), and as it stands everybody would ask for the same.',
    )
  })
})
