import type { ServerHttp2Session } from 'node:http2'
import type { Server, Socket } from 'node:net'

/**
 * The connections of a server that speaks HTTP/2. Those that speak HTTP/1.1 beside it Node closes as it does for any
 * other server; HTTP/2 ones it leaves open when the server closes (Node 24 no longer does), and has no call to end all.
 */
export class SecureConnections {
  /** What TLS runs over, from before the first handshake. */
  readonly #sockets = new Set<Socket>()
  readonly #sessions = new Set<ServerHttp2Session>()

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => keepWhileOpen(this.#sockets, socket))
    server.on('session', (session: ServerHttp2Session) => keepWhileOpen(this.#sessions, session))
  }

  /** Closes each HTTP/2 connection as soon as the requests that it carries are answered. */
  close(): void {
    for (const session of this.#sessions) session.close()
  }

  /** Closes everything, whatever is under way. */
  destroy(): void {
    for (const socket of this.#sockets) socket.destroy()
  }
}

function keepWhileOpen<Link extends Socket | ServerHttp2Session>(links: Set<Link>, link: Link): void {
  links.add(link)
  link.once('close', () => links.delete(link))
}
