import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { childrenOf, gone } from './process-table.ts'
import { program, readResult, Workplace } from './bookload.ts'

let place: Workplace
beforeEach(() => {
  place = new Workplace()
})
afterEach(() => place.dispose())

async function listen(port = 0): Promise<Server> {
  const server = createServer((socket) =>
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n'),
  )
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function freePort(): Promise<number> {
  const server = await listen()
  const port = portOf(server)
  server.close()
  await once(server, 'close')
  return port
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}

const flagsFor = (port: number) => [
  '--target',
  `http://127.0.0.1:${port}/api/v1`,
  '--admin-token',
  'secret',
  '--json',
  '-q',
]
const serve = (port: number) => [
  process.execPath,
  program,
  'serve',
  '--port',
  `${port}`,
  '--admin-token',
  'secret',
  '--rate-limit',
  'off',
]
/** Started by a shell, which goes on living beside it, as under a package manager. */
const serveInShell = (port: number) => ['sh', '-c', `${serve(port).join(' ')} & wait`]

describe('a command behind --', () => {
  test.each([
    ['by itself', serve],
    ['in a shell', serveInShell],
  ])('starts the target %s, and is gone with all that it started when the run is over', async (_, command) => {
    const port = await freePort()
    const { code, stdout, stderr } = await place.run(['run', 'quick', ...flagsFor(port), '--', ...command(port)])
    expect(stderr).toBe('')
    expect(code).toBe(0)
    expect(readResult(stdout)).toMatchObject({ target: { kind: 'http' }, verdict: { ruling: 'held' } })
    // Whoever still listened would not let go of the port.
    const server = await listen(port)
    server.close()
    expect(place.leftovers()).toEqual([])
  })

  test('is gone when the tool was killed, too', async () => {
    const port = await freePort()
    const started = place.start(['run', 'soak', ...flagsFor(port), '--', ...serveInShell(port)])
    await expect.poll(() => descendantsOf(started.child.pid ?? -1).length, { timeout: 20_000 }).toBeGreaterThan(2)
    const all = descendantsOf(started.child.pid ?? -1)
    started.child.kill('SIGKILL')
    await started.end()
    await Promise.all(all.map(gone))
  })

  test('that ends before it answers is told of, with the last that it said', async () => {
    const port = await freePort()
    const words = ['sh', '-c', 'echo warming up; echo "no database" >&2; exit 7']
    const { code, stdout, stderr } = await place.run(['run', 'quick', ...flagsFor(port), '--', ...words])
    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toBe(`bookload: "${words.join(' ')}" ended with exit code 7: no database\n`)
  })

  test('that is no program is told of', async () => {
    const { code, stderr } = await place.run(['run', 'quick', ...flagsFor(await freePort()), '--', './no-such-server'])
    expect(code).toBe(3)
    expect(stderr).toMatch(/^bookload: "\.\/no-such-server" ended before it began: spawn \.\/no-such-server ENOENT\n$/)
  })

  test('is not started where something else answers at its address', async () => {
    const other = await listen()
    const port = portOf(other)
    const { code, stderr } = await place.run(['run', 'quick', ...flagsFor(port), '--', ...serve(port)])
    other.close()
    expect(code).toBe(3)
    expect(stderr).toMatch(/answers before ".* serve .*" was started; allowed is an address that is free/)
  })

  test('is not to be mistaken for a word too many', async () => {
    const stray = await place.run(['run', 'quick', 'real-users'])
    expect([stray.code, stray.stderr]).toEqual([
      2,
      'bookload: real-users: too many arguments; allowed is one scenario, and behind -- a command that starts the target\n',
    ])
    const homeless = await place.run(['run', 'quick', '--', 'node', 'server.js'])
    expect(homeless.code).toBe(2)
    expect(homeless.stderr).toMatch(
      /starts a target of your own, and needs a --target or a --contract with its address/,
    )
  })
})

function descendantsOf(parent: number): readonly number[] {
  return childrenOf(parent).flatMap((child) => [child, ...descendantsOf(child)])
}
