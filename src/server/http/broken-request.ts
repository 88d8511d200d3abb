import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { problems, problemType, writeProblem } from './problem.ts'

/** Answers what could not be read as HTTP at all, so that even this refusal has the form of all others. */
export function answerBrokenRequest(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const code = error.code === 'HPE_HEADER_OVERFLOW' ? 'HEADERS_TOO_LARGE' : 'INVALID'
  const body = writeProblem(code)
  const { status } = problems[code]
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `Content-Type: ${problemType}`,
    `Content-Length: ${body.length}`,
    'Connection: close',
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  socket.end(body)
}
