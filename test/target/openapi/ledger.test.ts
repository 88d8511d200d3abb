import { describe, expect, test } from 'vitest'
import { answering, count, documentWith, order, proposeChecked, text } from './checked-proposal.ts'

describe('the ledger', () => {
  const row = { id: text, userId: text, quantity: count }
  const list = (properties: object, more: object = {}) => ({
    ...more,
    responses: {
      200: {
        description: 'Rows',
        content: { 'application/json': { schema: { type: 'array', items: { type: 'object', properties } } } },
      },
    },
  })

  test('one of all events is left commented out, since others are sold meanwhile', () => {
    const { contract, yaml, doubts } = proposeChecked(documentWith({ '/orders': { post: order(), get: list(row) } }))
    expect(contract.ledger).toBeUndefined()
    expect(yaml).toContain('# ledger:\n#   request: GET /orders\n')
    expect(doubts.filter((doubt) => doubt.startsWith('GET /orders lists the bookings of all events'))).toHaveLength(1)
  })

  test('words of a journal say what happened, and words of bookings how each stands', () => {
    const under = (path: string, properties: object) =>
      proposeChecked(documentWith({ '/orders': { post: order() }, [path]: { get: list({ ...row, ...properties }) } }))
        .contract.ledger
    expect(under('/shows/{showId}/sales', { type: { type: 'string', enum: ['booked', 'cancelled'] } })).toMatchObject({
      kind: { from: '$.type', words: { booked: 'booked', cancelled: 'cancelled' } },
    })
    expect(
      under('/shows/{showId}/orders', { status: { type: 'string', enum: ['PAID', 'CANCELLED', 'FROZEN'] } }),
    ).toMatchObject({
      kind: { from: '$.status', words: { PAID: 'booked', CANCELLED: 'returned', FROZEN: 'ignored' } },
    })
  })

  test('a version is left out of rows that stand for a booking and its return', () => {
    const properties = { ...row, version: count, status: { type: 'string', enum: ['paid', 'cancelled'] } }
    const { contract } = proposeChecked(
      documentWith({
        '/orders': { post: order() },
        '/shows/{showId}': { get: answering(200, { seatsLeft: count, version: count }) },
        '/shows/{showId}/orders': { get: list(properties) },
      }),
    )
    expect(contract.ledger).not.toHaveProperty('version')
  })

  test('without one there is an example to start from', () => {
    const { contract, yaml } = proposeChecked(documentWith({ '/orders': { post: order() } }))
    expect(contract.ledger).toBeUndefined()
    expect(yaml).toMatch(/^# ledger:\n# {3}request: GET \/events\/\{\{event\.id\}\}\/bookings$/m)
  })
})
