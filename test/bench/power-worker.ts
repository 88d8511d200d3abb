import { createServer, type ServerResponse } from 'node:http'
import Database from 'better-sqlite3'
import { listenAndTell } from './listen.ts'
import { openStock } from './stock.ts'

// One of the processes of power-server: checks, is busy for the window, and then writes blindly what it has seen.

const [, , file = ''] = process.argv
const stock = openStock(new Database(file))

/** Nothing else holds a span of microseconds: a timer waits for a millisecond or more. */
function beBusy(micros: number): void {
  const until = performance.now() + micros / 1000
  while (performance.now() < until);
}

function answer(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length }).end(body)
}

function book(response: ServerResponse): void {
  const { available, windowUs } = stock.check()
  if (available < 1) return answer(response, 409, '{"code":"SOLD_OUT"}')
  beBusy(windowUs)
  stock.sell(available - 1)
  answer(response, 201, '{"reference":"R","seats":1,"version":2}')
}

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    if (request.method === 'POST') book(response)
    else answer(response, 200, '{}')
  })
})
listenAndTell(server)
