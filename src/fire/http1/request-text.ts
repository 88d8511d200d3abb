import type { PreparedRequest } from '../../target/booking-api.ts'

/** RFC 9110, section 5.5: a line break would end the field, and with it the request. */
const notInAField = /[^\t -~\u0080-\u00ff]/

const expectsBody = new Set(['POST', 'PUT', 'PATCH'])

/**
 * A request as HTTP/1.1 puts it on the wire (RFC 9112), each character one byte of it.
 * @param host what the Host field says
 * @throws {TypeError} where the path or a header value holds a character that must not stand there
 */
export function requestText({ method, path, headers, body }: PreparedRequest, host: string): string {
  // Characters beyond ASCII would come out as other bytes, a line break among them.
  if (!/^[!-~]+$/.test(path)) throw new TypeError(`no request may ask for the path ${JSON.stringify(path)}`)
  let text = `${method} ${path} HTTP/1.1\r\nhost: ${host}\r\n`
  for (let index = 0; index + 1 < headers.length; index += 2) {
    const name = headers[index] ?? ''
    const value = headers[index + 1] ?? ''
    if (notInAField.test(value)) throw new TypeError(`no header can carry what ${name} is to say`)
    text += `${name}: ${value}\r\n`
  }
  // RFC 9110, section 8.6: of these a body is expected, and some servers want to be told that there is none.
  if (body === null) return expectsBody.has(method) ? `${text}content-length: 0\r\n\r\n` : `${text}\r\n`
  const bytes = Buffer.byteLength(body)
  return `${text}content-length: ${bytes}\r\n\r\n${bytes === body.length ? body : Buffer.from(body).toString('latin1')}`
}
