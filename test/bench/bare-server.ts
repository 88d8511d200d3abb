import { createServer } from 'node:http'
import { listenAndTell } from './listen.ts'

// The floor under a throughput: a node:http server that reads a request, books nothing, and answers what it is told to.

const [, , status = '201', body = '{}'] = process.argv
const answerHead = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
const server = createServer((request, response) => {
  request.resume().on('end', () => response.writeHead(Number(status), answerHead).end(body))
})
listenAndTell(server)
