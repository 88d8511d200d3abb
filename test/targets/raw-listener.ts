import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'

/** A server that answers whatever is asked with the bytes that it was given last, in the pieces that they came in. */
export function rawListener() {
  let answer: { pieces: readonly Buffer[]; closes: boolean } = { pieces: [], closes: true }
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => {})
    socket.once('data', () => {
      void (async () => {
        for (const piece of answer.pieces) {
          socket.write(piece)
          await nextTurn()
        }
        if (answer.closes) socket.end()
      })()
    })
  })
  return {
    listen: async () => {
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
    },
    serve: (pieces: readonly Buffer[], closes: boolean) => void (answer = { pieces, closes }),
    origin: () => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address is an AddressInfo
      const { port } = server.address() as AddressInfo
      return `http://127.0.0.1:${port}`
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
