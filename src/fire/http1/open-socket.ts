import { connect as connectTcp, isIP, type OnReadOpts, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Endpoint } from '../endpoint.ts'
import { secureContextOf } from '../secure-context.ts'

const connectTimeoutMs = 10_000

/** All connections of a thread read into one buffer: what it holds is used up before the next read. */
const readInto = Buffer.allocUnsafe(64 * 1024)

/**
 * Opens a connection that hands every piece it reads straight to `read`, past the streams: most of what a request
 * costs its client beside the system calls. The bytes may be overwritten once `read` has returned.
 */
export function openSocket(
  endpoint: Endpoint,
  { opened, read }: { opened: () => void; read: (bytes: Buffer) => void },
): Socket {
  const { origin } = endpoint
  const host = origin.hostname.replace(/^\[|\]$/g, '')
  const port = Number(origin.port || (origin.protocol === 'https:' ? 443 : 80))
  const onread: OnReadOpts = {
    buffer: readInto,
    callback: (length) => {
      read(readInto.subarray(0, length))
      return true
    },
  }
  const common = { host, port, onread, noDelay: true, keepAlive: true }
  const socket =
    origin.protocol === 'https:'
      ? connectTls({
          ...common,
          ALPNProtocols: ['http/1.1'],
          ...(isIP(host) ? {} : { servername: host }),
          secureContext: secureContextOf(endpoint),
        }).once('secureConnect', opened)
      : connectTcp(common).once('connect', opened)
  giveUpOpening(socket)
  return socket
}

function giveUpOpening(socket: Socket): void {
  const overdue = setTimeout(() => {
    socket.destroy(Object.assign(new Error(`no connection within ${connectTimeoutMs / 1000} s`), { code: 'ETIMEDOUT' }))
  }, connectTimeoutMs)
  const settled = () => clearTimeout(overdue)
  socket.once('secureConnect', settled).once('close', settled)
  if (!('encrypted' in socket)) socket.once('connect', settled)
}
