import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import type { Socket } from 'node:net'

/**
 * Counts the processes of this machine that hold the other ends of connections, as Linux tells it in /proc (proc(5)).
 * @returns null where it does not tell: on another system, or of another machine, container or account
 */
export function countProcessesBehind(sockets: readonly Socket[]): number | null {
  const inodes = otherEnds(sockets)
  if (inodes.size === 0 || inodes.size < sockets.length) return null
  const holders = new Set<number>()
  for (const pid of processIds()) {
    if (inodes.size === 0) break
    for (const inode of socketsOf(pid)) if (inodes.delete(inode)) holders.add(pid)
  }
  return inodes.size === 0 ? holders.size : null
}

/** @returns the inodes of the far ends of connections, as far as they are on this machine */
function otherEnds(sockets: readonly Socket[]): Set<string> {
  const ends = new Set(sockets.map(({ localPort, remotePort }) => `${remotePort} ${localPort}`))
  const inodes = new Set<string>()
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of readLines(table)) {
      const [, local, remote, , , , , , , inode] = line.trim().split(/ +/)
      if (local && remote && inode && ends.has(`${portOf(local)} ${portOf(remote)}`)) inodes.add(inode)
    }
  }
  return inodes
}

/** @param address an address and a port in hexadecimal digits, with a colon between them */
const portOf = (address: string): number => Number.parseInt(address.slice(address.indexOf(':') + 1), 16)

/** The youngest first: a server under test was most likely started lately. */
const processIds = (): readonly number[] =>
  entriesOf('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid))
    .toSorted((a, b) => b - a)

function* socketsOf(pid: number): Generator<string> {
  const folder = `/proc/${pid}/fd`
  for (const file of entriesOf(folder)) {
    const [, inode] = /^socket:\[(\d+)\]$/.exec(linkOf(`${folder}/${file}`)) ?? []
    if (inode) yield inode
  }
}

// Processes come and go while they are looked at, and those of other accounts cannot be.

function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, 'latin1').split('\n')
  } catch {
    return []
  }
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path)
  } catch {
    return ''
  }
}
