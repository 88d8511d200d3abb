import { describe, expect, test } from 'vitest'
import { answering, askedWith, documentWith, proposeChecked } from './checked-proposal.ts'

const text = { type: 'string' }
const count = { type: 'integer' }

describe('odd documents', () => {
  test('references in circles, and to other files', () => {
    const schemas = {
      Order: {
        type: 'object',
        required: ['showId', 'parent'],
        properties: { showId: text, quantity: count, parent: { $ref: '#/components/schemas/Order' } },
      },
      Loop: { $ref: '#/components/schemas/Loop' },
      Twin: { allOf: [{ $ref: '#/components/schemas/Twin' }, { $ref: 'other.yaml#/Twin' }] },
    }
    const of = (name: string) => ({
      content: { 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } },
    })
    const { contract, doubts } = proposeChecked(
      documentWith(
        {
          '/orders': {
            post: {
              requestBody: of('Order'),
              responses: { 201: { description: 'a', ...of('Twin') }, 409: { description: 'b', ...of('Loop') } },
            },
          },
        },
        { components: { schemas } },
      ),
    )
    expect(contract.book).toMatchObject({ json: { showId: '{{event.id}}', quantity: '{{seats}}' } })
    expect(doubts).toContain('other.yaml#/Twin could not be followed: only references within the document are.')
  })

  test('texts that look like templates and variables are not taken over', () => {
    const { contract, yaml } = proposeChecked(
      documentWith(
        {
          '/${HOME}/{a b}/orders': {
            post: {
              ...askedWith({ note: { type: 'string', example: '${PATH} {{nobody}}' }, "it's": text, __proto__x: text }),
              ...answering(201, { "o'id": text }),
            },
          },
        },
        { info: { title: '${HOME} {{x}}\n# ?', version: '1\n2' } },
      ),
    )
    expect(contract.book).toMatchObject({ json: { note: 'note' } })
    expect(yaml).not.toContain('${HOME} {{x}}\n')
  })

  test('parameters that nothing is known of are made up and marked', () => {
    const { contract, yaml } = proposeChecked(
      documentWith({ '/{tenant}/shows/{showId}/orders': { post: askedWith({ quantity: count }) } }),
    )
    expect(contract.book).toMatchObject({ request: 'POST /tenant/shows/{{event.id}}/orders' })
    expect(yaml).toContain('/orders # ? tenant: made up')
  })

  test('schemas that all hold each other are read, if only in part', () => {
    const names = Array.from({ length: 40 }, (_, index) => `S${index}`)
    const all = names.map((name) => ({ $ref: `#/components/schemas/${name}` }))
    const properties = { quantity: count, ...Object.fromEntries(names.map((name, index) => [name, all[index]])) }
    const schemas = Object.fromEntries(
      names.map((name) => [name, { anyOf: all, allOf: all, required: names, properties }]),
    )
    const content = { 'application/json': { schema: all[0] } }
    const { contract } = proposeChecked(
      documentWith(
        { '/bookings': { post: { requestBody: { content }, responses: { 201: { description: 'Booked', content } } } } },
        { components: { schemas } },
      ),
    )
    expect(contract.book).toMatchObject({ answers: [{ status: 201, is: 'booked' }, {}, {}] })
  })
})
