import { expect, test } from 'vitest'
import { openTestStore } from '../support/open-test-store.ts'

test('a setting keeps the value that it was first given', () => {
  const { settings } = openTestStore()
  expect(settings.readOrKeep('secret', 'first')).toBe('first')
  expect(settings.readOrKeep('secret', 'second')).toBe('first')
  expect(settings.readOrKeep('other', 'third')).toBe('third')
})
