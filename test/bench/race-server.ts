import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createHttp2Server, type Http2ServerRequest, type Http2ServerResponse } from 'node:http2'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { answerParent } from './answer-parent.ts'
import { listenAndTell } from './listen.ts'
import type { PlantedQuestion } from './planted.ts'

// One seat, and a race planted on purpose: between its check and its write lies one turn of the event loop.

let available = 1
let sold = 0

type Request = IncomingMessage | Http2ServerRequest
type Response = ServerResponse | Http2ServerResponse

function answer(response: Response, status: number, body: string): void {
  response.statusCode = status
  response.setHeader('content-type', 'application/json')
  response.setHeader('content-length', body.length)
  response.end(body)
}

async function book(response: Response): Promise<void> {
  const seen = available
  if (seen < 1) return answer(response, 409, '{"code":"SOLD_OUT"}')
  await nextTurn()
  available = seen - 1
  sold++
  answer(response, 201, `{"reference":"R${sold}","seats":1,"version":${sold + 1}}`)
}

function serve(request: Request, response: Response): void {
  request.resume().on('end', () => {
    if (request.method === 'POST') void book(response)
    else answer(response, 200, '{}')
  })
}

const [, , protocol] = process.argv
const server = protocol === 'http2' ? createHttp2Server(serve) : createServer(serve)
answerParent(async (question: PlantedQuestion) => {
  if (question.kind === 'sold') return sold
  available = 1
  sold = 0
  return 'reset'
})
listenAndTell(server)
