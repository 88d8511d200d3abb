import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { startServer } from '../support/start-server.ts'

async function sendRaw(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.end(bytes)
  return text(socket)
}

test.each([
  { what: 'no HTTP at all', bytes: 'hello\r\n\r\n', status: 400, code: 'INVALID' },
  {
    what: 'headers without end',
    bytes: `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`,
    status: 431,
    code: 'HEADERS_TOO_LARGE',
  },
])('even $what is answered with a problem document', async ({ bytes, status, code }) => {
  const { server } = await startServer()
  const [head = '', body = ''] = (await sendRaw(server.url, bytes)).split('\r\n\r\n')
  expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `))
  expect(head).toContain('Content-Type: application/problem+json')
  expect(head).toContain(`Content-Length: ${body.length}`)
  expect(JSON.parse(body)).toMatchObject({ code, status })
})
