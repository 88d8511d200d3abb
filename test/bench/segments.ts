import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** What a TCP connection has received so far, as the kernel counts it. */
export interface Received {
  /** Segments that carried data. */
  readonly segments: number
  readonly bytes: number
}

/**
 * Reads one connection off what `ss -tinOH` prints, a line a connection.
 * @param peerPort the port of the other end
 * @returns null where there is no such connection
 */
export function readReceived(printed: string, peerPort: number): Received | null {
  const line = printed.split('\n').find((row) => row.trim().split(/\s+/)[4]?.endsWith(`:${peerPort}`))
  if (line === undefined) return null
  // The kernel does not name a counter that is still 0.
  const counter = (name: string) => Number(new RegExp(`\\b${name}:(\\d+)`).exec(line)?.[1] ?? 0)
  return { segments: counter('data_segs_in'), bytes: counter('bytes_received') }
}

/** Asks the kernel about this machine's connections to a port, such as one from a client on this machine. */
export async function receivedFrom(peerPort: number): Promise<Received | null> {
  const { stdout } = await run('ss', ['-tinOH', `dport = :${peerPort}`])
  return readReceived(stdout, peerPort)
}
