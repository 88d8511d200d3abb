import { expect, test } from 'vitest'
import { PageTurner } from '../../src/target/control/page-turner.ts'
import { readWith } from './contract/answer-with.ts'

const next = { first: '', next: '$.next' }

test('an only page is read once', () => {
  expect(new PageTurner(undefined).turn(readWith({ json: {} }), [1])).toBe('end')
})

test('a cursor is followed until there is none, past pages of which nothing is left', () => {
  const pages = new PageTurner(next)
  expect(pages.turn(readWith({ json: { next: 'b' } }), [1])).toBe('next')
  expect(pages.turn(readWith({ json: { next: 'c' } }), [])).toBe('next')
  expect(pages.page).toBe('c')
  expect(pages.turn(readWith({ json: { next: null } }), [2])).toBe('end')
})

test('a cursor that was followed before leads in a circle', () => {
  const pages = new PageTurner(next)
  expect(pages.turn(readWith({ json: { next: 'b' } }), [1])).toBe('next')
  expect(pages.turn(readWith({ json: { next: '' } }), [1])).toBe('end')
  expect(pages.turn(readWith({ json: { next: 'b' } }), [1])).toBe('circle')
})

test('empty pages are not followed without end', () => {
  const pages = new PageTurner(next)
  const turns = Array.from({ length: 200 }, (_, page) => pages.turn(readWith({ json: { next: `p${page}` } }), []))
  expect(turns).toContain('end')
})

test('pages are counted on until one is empty, or says what the one before it said', () => {
  const pages = new PageTurner({ first: 0, step: 50 })
  expect(pages.isBeyondFirst).toBe(false)
  expect(pages.turn(readWith({ json: {} }), [1])).toBe('next')
  expect([pages.page, pages.isBeyondFirst]).toEqual([50, true])
  expect(pages.turn(readWith({ json: {} }), [1])).toBe('circle')
  expect(pages.turn(readWith({ json: {} }), [])).toBe('end')
})
