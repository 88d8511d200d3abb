import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskOf } from '../../../src/target/contract/mask.ts'
import { maskedHeaders } from '../../../src/target/contract/masked-headers.ts'

/** Long enough that it is not in the text by accident, and with all that is escaped somewhere. */
const secret = fc.string({
  unit: fc.constantFrom(...'abcXYZ019 /+&=<>"\'\\%?#äß€\n'.split('')),
  minLength: 8,
  maxLength: 24,
})

const writings: Readonly<Record<string, (text: string) => string>> = {
  'as it is': (text) => text,
  'in a path': encodeURIComponent,
  'in a path with small letters': (text) => encodeURIComponent(text).replaceAll(/%../g, (code) => code.toLowerCase()),
  'in a form': (text) => new URLSearchParams({ text }).toString(),
  'in JSON': (text) => JSON.stringify({ text }),
  'in JSON within JSON': (text) => JSON.stringify({ text }).replaceAll('/', '\\/'),
  'in a page': (text) =>
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;'),
  'in Base64': (text) => Buffer.from(text).toString('base64'),
}

test.each(Object.entries(writings))('a secret does not survive %s', (_, write) => {
  fc.assert(
    fc.property(secret, fc.lorem(), (text, around) => {
      const written = `${around} ${write(text)} ${around}`
      const masked = maskOf([text])(written)
      expect(masked).not.toContain(write(text))
      expect(masked).toContain('***')
      expect(masked.startsWith(around)).toBe(true)
    }),
  )
})

test('of a header that says by what somebody is known, the value is taken out and the form stays', () => {
  const mask = maskOf(['word-of-env'])
  const credentials = new Set(['x-admin-key'])
  expect(
    maskedHeaders(
      [
        ['authorization', 'Bearer abc.def'],
        ['Authorization', 'abc def'],
        ['proxy-authorization', 'Basic b2ZmaWNl'],
        ['cookie', 'sid=abc; lang=en'],
        ['set-cookie', 'sid=abc=; HttpOnly; Path=/'],
        ['x-api-key', 'abc'],
        ['X-Admin-Key', 'abc'],
        ['location', '/shows?as=word-of-env'],
        ['idempotency-key', 'run-0-0'],
      ],
      { mask, credentials },
    ),
  ).toEqual([
    ['authorization', 'Bearer ***'],
    ['Authorization', '***'],
    ['proxy-authorization', 'Basic ***'],
    ['cookie', 'sid=***; lang=***'],
    ['set-cookie', 'sid=***; HttpOnly; Path=/'],
    ['x-api-key', '***'],
    ['X-Admin-Key', '***'],
    ['location', '/shows?as=***'],
    ['idempotency-key', 'run-0-0'],
  ])
})
