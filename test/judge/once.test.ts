import { expect, test } from 'vitest'
import { once } from '../../src/judge/once.ts'

test('a value is computed when it is first asked for, and then no more', () => {
  let computed = 0
  const value = once(() => ++computed)
  expect(computed).toBe(0)
  expect([value(), value()]).toEqual([1, 1])
})

test('nothing is a value like any other', () => {
  let computed = 0
  const value = once(() => {
    computed++
    return null
  })
  expect([value(), value()]).toEqual([null, null])
  expect(computed).toBe(1)
})
