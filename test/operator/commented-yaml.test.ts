import { expect, test } from 'vitest'
import { commentLines, writeSection, type Section } from '../../src/operator/commented-yaml.ts'

const section = (more: Partial<Section>): string =>
  writeSection({ name: 'book', intro: '', value: {}, notes: [], isExample: false, ...more })

const value = {
  request: 'POST /orders',
  json: { quantity: '{{seats}}', price: 1 },
  answers: [
    { status: 201, is: 'booked' },
    { status: 409, is: 'conflict' },
  ],
}

test('short mappings stand on one line, and requests and tables do not', () => {
  expect(section({ value, intro: 'How it is booked.' })).toBe(
    [
      '# How it is booked.',
      'book:',
      '  request: POST /orders',
      "  json: { quantity: '{{seats}}', price: 1 }",
      '  answers:',
      '    - { status: 201, is: booked }',
      '    - { status: 409, is: conflict }',
      '',
    ].join('\n'),
  )
})

test('a comment stands above, beside or below what it is about', () => {
  const written = section({
    value,
    notes: [
      { path: ['request'], where: 'above', text: 'first\nsecond' },
      { path: ['json', 'price'], where: 'beside', text: '? made up' },
      { path: ['answers', 1], where: 'beside', text: '? or soldOut' },
      { path: [], where: 'below', text: 'the end' },
      { path: ['nowhere'], where: 'beside', text: 'lost' },
    ],
  })
  expect(written).toBe(
    [
      'book:',
      '  # first',
      '  # second',
      '  request: POST /orders',
      '  json:',
      "    quantity: '{{seats}}'",
      '    price: 1 # ? made up',
      '  answers:',
      '    - { status: 201, is: booked }',
      '    - { status: 409, is: conflict } # ? or soldOut',
      '  # the end',
      '',
    ].join('\n'),
  )
})

test('an example is commented out as a whole', () => {
  expect(section({ value: { request: 'GET /' }, isExample: true })).toBe('# book:\n#   request: GET /\n')
})

test('a long comment is broken between words', () => {
  const lines = commentLines('word '.repeat(50).trim())
  expect(lines.length).toBeGreaterThan(1)
  expect(lines.every((line) => line.startsWith('# word') && line.length <= 112)).toBe(true)
})
