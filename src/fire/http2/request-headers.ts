import { validateHeaderValue } from 'node:http'
import type { OutgoingHttpHeaders } from 'node:http2'
import type { PreparedRequest } from '../../target/booking-api.ts'

/**
 * The head of a request as HTTP/2 takes it (RFC 9113, section 8.3.1).
 * @throws {TypeError} where a header value holds a character that no field may carry
 */
export function requestHeaders(
  { method, path, headers }: PreparedRequest,
  { origin, body }: { origin: URL; body: Buffer | null },
): OutgoingHttpHeaders {
  const head: OutgoingHttpHeaders = {
    ':method': method,
    ':scheme': origin.protocol.slice(0, -1),
    ':authority': origin.host,
    ':path': path,
  }
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const name = headers[index] ?? ''
    const value = headers[index + 1] ?? ''
    validateHeaderValue(name, value)
    head[name.toLowerCase()] = value
  }
  if (body !== null) head['content-length'] = body.length
  return head
}
