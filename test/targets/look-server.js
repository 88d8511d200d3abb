// A server of several processes on one port, in a process tree of its own. In JavaScript, since node runs it as it is.
//
//     node look-server.js <processes> <busyMs>
//
// It counts what each of its processes hears. A look at the event keeps the process busy for so many milliseconds; a
// booking finds everything sold out. Over IPC it tells its address, and for every process how many looks and bookings
// came over each of its connections since it was last asked.

import cluster from 'node:cluster'
import { once } from 'node:events'
import { createServer } from 'node:http'

const [, , processes, busyMs] = process.argv

async function preside() {
  process.on('disconnect', () => process.exit())
  const workers = Array.from({ length: Number(processes) }, () => cluster.fork())
  const [[origin]] = await Promise.all(workers.map((worker) => once(worker, 'message')))
  process.on('message', () => void tellOf(workers))
  process.send(origin)
}

async function tellOf(workers) {
  const heard = workers.map((worker) => {
    worker.send('tell')
    return once(worker, 'message')
  })
  process.send((await Promise.all(heard)).map(([connections]) => connections))
}

function serve() {
  const connections = new Map()
  const server = createServer((request, response) => {
    const heard = connections.get(request.socket) ?? { looks: 0, bookings: 0 }
    connections.set(request.socket, heard)
    if (request.method === 'GET') {
      heard.looks += 1
      for (const until = performance.now() + Number(busyMs); performance.now() < until;);
    } else heard.bookings += 1
    request.resume().on('end', () => {
      response.statusCode = request.method === 'GET' ? 200 : 409
      response.end(request.method === 'GET' ? '{}' : '{"code":"SOLD_OUT"}')
    })
  })
  process.on('message', () => {
    process.send([...connections.values()])
    connections.clear()
  })
  server.listen(0, '127.0.0.1', () => process.send(`http://127.0.0.1:${server.address().port}`))
}

if (cluster.isPrimary) void preside()
else serve()
