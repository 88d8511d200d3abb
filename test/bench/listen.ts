import { Server } from 'node:http'
import type { AddressInfo, Server as NetServer } from 'node:net'

/** The kernel cuts it to its own limit. A shorter queue would make thousands of handshakes at once cost a second. */
const backlog = 65_535

/** Users wait on open connections until the last of many has one, so nothing here hangs up on them. */
function keepForever(server: Server): void {
  server.keepAliveTimeout = 0
  server.headersTimeout = 0
  server.requestTimeout = 0
}

function urlOf(server: NetServer): string {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address is an AddressInfo
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/bookings`
}

/** Listens on a free port, tells the parent process the URL to send bookings to, and ends with it. */
export function listenAndTell(server: NetServer): void {
  if (server instanceof Server) keepForever(server)
  process.on('disconnect', () => process.exit())
  server.listen({ port: 0, host: '127.0.0.1', backlog }, () => process.send?.(urlOf(server)))
}
