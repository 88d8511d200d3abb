import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

// The floor under every figure: a node:http server that reads a request, books nothing, and answers what it is told to.

const [, , status = '201', body = '{}'] = process.argv
const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(Number(status), {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    })
    response.end(body)
  })
})
server.listen(0, '127.0.0.1', () => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address is an AddressInfo
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
})
process.on('disconnect', () => process.exit())
