import { expect, test } from 'vitest'
import { requestHeaders } from '../../src/fire/http2/request-headers.ts'

const request = { method: 'POST', path: '/book', headers: ['Idempotency-Key', 'Key 1'], body: '{}' } as const

test.each([
  ['https://example.com', 'https', 'example.com'],
  ['https://example.com:8443', 'https', 'example.com:8443'],
  ['http://[::1]:3000', 'http', '[::1]:3000'],
])('a request to %s names its scheme and authority as its address does', (origin, scheme, authority) => {
  const headers = requestHeaders(request, { origin: new URL(origin), body: Buffer.from('{}') })
  expect(headers).toEqual({
    ':method': 'POST',
    ':scheme': scheme,
    ':authority': authority,
    ':path': '/book',
    'idempotency-key': 'Key 1',
    'content-length': 2,
  })
})
