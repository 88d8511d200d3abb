import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { outcomeKinds } from '../../src/booking/outcome.ts'
import { ExpectationError, parseExpectation } from '../../src/scenario/expectation.ts'

describe('reads', () => {
  test.each([
    ['winners == 10', { metric: { of: 'users', outcome: 'booked' }, comparison: '==', value: 10, relative: false }],
    ['users > 0', { metric: { of: 'users', outcome: 'all' }, comparison: '>', value: 0, relative: false }],
    ['conflict>=50%', { metric: { of: 'users', outcome: 'conflict' }, comparison: '>=', value: 50, relative: true }],
    ['attempts != 300', { metric: { of: 'attempts', outcome: 'all' }, comparison: '!=', value: 300, relative: false }],
    ['attempts.soldOut < 1.5 %', { metric: { of: 'attempts', outcome: 'soldOut' }, value: 1.5, relative: true }],
    ['oversold == 0', { metric: { of: 'seats', which: 'oversold' }, value: 0, relative: false }],
    ['p(95)<300', { metric: { of: 'percentile', percent: 95 }, comparison: '<', value: 300, relative: false }],
    ['p( 99.9 ) <= 1.005 s', { metric: { of: 'percentile', percent: 99.9 }, comparison: '<=', value: 1005 }],
    ['planned.p(99) < 1s', { metric: { of: 'percentile', percent: 99, from: 'planned' }, value: 1000 }],
    ['planned.max < 1s', { metric: { of: 'latency', which: 'max', from: 'planned' } }],
    ['mean < 20ms', { metric: { of: 'latency', which: 'mean' }, value: 20 }],
    ['  duration < 2s  ', { metric: { of: 'duration' }, value: 2000 }],
  ])('%s', (text, expected) => {
    expect(parseExpectation(text)).toMatchObject({ expression: text, ...expected })
  })
})

describe('explains', () => {
  test.each([
    [
      'winers == 10',
      /^`winers` at column 1 is not a metric \(did you mean "winners"\?\); the metrics are winners, sold, /,
    ],
    ['attempts.soldout == 1', /^`attempts\.soldout` at column 1 .*did you mean "attempts\.soldOut"/],
    ['p95 < 300', /did you mean "p\(95\)"/],
    ['planned.p95 < 300', /did you mean "planned\.p\(95\)"/],
    ['planned.mea < 300', /did you mean "planned\.mean"/],
    ['p(0) < 300', /^`p\(0\)` at column 1 is not a metric; .*N above 0 and at most 100$/],
    ['p(100.1) < 300', /^`p\(100\.1\)` at column 1 is not a metric;/],
    [
      'winners = 10',
      /^`=` at column 9 is not a comparison \(did you mean "=="\?\); the comparisons are == != < <= > >=$/,
    ],
    ['p(50) < 1 sec', /^`sec` at column 11 is not a unit .*; the units are ms s %$/],
    [
      'winners == 1 ms',
      /^the unit `ms` at column 14 does not fit `winners`, which takes a plain number or one followed by %$/,
    ],
    ['sold == 1%', /^the unit `%` at column 10 does not fit `sold`, which takes a plain number$/],
    ['users == 100%', /does not fit `users`, which takes a plain number$/],
    ['p(95) < 1%', /does not fit `p\(95\)`, which takes a plain number or one followed by ms or s$/],
    ['winners == ten', /^expected a number such as 10 or 99\.9 at column 12, but found `ten`$/],
    ['winners == -1', /^expected a number .* but found `-1`$/],
    ['winners ==', /^expected a number .* but found the end$/],
    ['winners', /^expected one of == != < <= > >= at column 8, but found the end$/],
    ['', /^expected a metric such as `winners` at column 1, but found the end$/],
    ['== 3', /^expected a metric such as `winners` at column 1, but found `== 3`$/],
    ['winners == 1 20', /^expected the end or a unit at column 14, but found `20`$/],
    ['winners == 1 % or so', /^expected the end at column 16, but found `or so`$/],
  ])('%s', (text, message) => {
    expect(() => parseExpectation(text)).toThrow(ExpectationError)
    expect(() => parseExpectation(text)).toThrow(message)
  })
})

test('whatever is written, it is read or refused in one line', () => {
  const words = fc.constantFrom(
    'winners',
    'p(95)',
    'max',
    'attempts.',
    'sold',
    '==',
    '<',
    '=',
    '10',
    '1.5',
    's',
    '%',
    ' ',
    '(',
    '\n',
  )
  fc.assert(
    fc.property(fc.array(words, { maxLength: 6 }), (parts) => {
      const text = parts.join('')
      expect(['read', 'refused']).toContain(fateOf(text))
    }),
  )
})

test('space between the parts means nothing', () => {
  const spaces = fc.constantFrom('', ' ', '\t', '   ')
  const metric = fc.constantFrom('winners', ...outcomeKinds, ...outcomeKinds.map((kind) => `attempts.${kind}`))
  fc.assert(
    fc.property(metric, fc.nat(), fc.array(spaces, { minLength: 4, maxLength: 4 }), (name, value, [a, b, c, d]) => {
      const { expression: _, ...spaced } = parseExpectation(`${a}${name}${b}>=${c}${value}${d}%`)
      expect(parseExpectation(`${name} >= ${value}%`)).toMatchObject(spaced)
    }),
  )
})

function fateOf(text: string): string {
  try {
    return parseExpectation(text).expression === text ? 'read' : 'changed'
  } catch (error) {
    return error instanceof ExpectationError ? 'refused' : String(error)
  }
}
