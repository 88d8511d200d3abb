import { describe, expect, test } from 'vitest'
import { isThisMachine } from '../../src/target/this-machine.ts'

describe('this machine', () => {
  test.each([
    'localhost',
    'LOCALHOST',
    'shop.localhost',
    '127.0.0.1',
    '127.8.9.10',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '0.0.0.0',
    '[::]',
    'localhost.',
  ])('is %s', (host) => {
    expect(isThisMachine(new URL(`http://${host}/`).hostname)).toBe(true)
  })

  test.each(['shop.example', '10.0.0.1', '0.0.0.1', '128.0.0.1', '[::2]', 'localhost.example', 'mylocalhost'])(
    'is not %s',
    (host) => {
      expect(isThisMachine(new URL(`http://${host}/`).hostname)).toBe(false)
    },
  )
})
