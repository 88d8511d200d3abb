// A server with one seat, in a process of its own. In JavaScript, since node runs it as it is.
//
//     node one-seat-server.js <http1 | http2> <racing | correct>
//
// A racing one reads what is left, lets one turn of the event loop pass, and writes what is left after the sale: a race
// planted on purpose. Its correct twin takes the seat before the turn. Over IPC it tells its address, puts the seat back
// when it is asked to `reset`, and says how often the seat was `sold`.

import { createServer } from 'node:http'
import { createServer as createHttp2Server } from 'node:http2'
import { setImmediate as nextTurn } from 'node:timers/promises'

const [, , protocol, manner] = process.argv

let available = 1
let sold = 0

/** @returns whether the caller has the seat */
async function sellRacing() {
  const seen = available
  if (seen < 1) return false
  await nextTurn()
  available = seen - 1
  return true
}

async function sellCorrectly() {
  if (available < 1) return false
  available -= 1
  await nextTurn()
  return true
}

const sell = manner === 'racing' ? sellRacing : sellCorrectly

async function book(response) {
  const isSold = await sell()
  if (isSold) sold += 1
  response.statusCode = isSold ? 201 : 409
  response.setHeader('content-type', 'application/json')
  response.end(isSold ? `{"reference":"R${sold}","seats":1,"version":${sold + 1}}` : '{"code":"SOLD_OUT"}')
}

function serve(request, response) {
  request.resume().on('end', () => {
    if (request.method === 'POST') void book(response)
    else response.end('{}')
  })
}

process.on('disconnect', () => process.exit())
process.on('message', (question) => {
  if (question === 'reset') {
    available = 1
    sold = 0
  }
  process.send(sold)
})

const server = protocol === 'http2' ? createHttp2Server(serve) : createServer(serve)
server.listen(0, '127.0.0.1', () => process.send(`http://127.0.0.1:${server.address().port}`))
