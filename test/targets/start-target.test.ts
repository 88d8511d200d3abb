import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { startTarget, type TargetName } from './start-target.ts'

const names: readonly TargetName[] = ['gigs', 'vinyl', 'theatre']

/** Takes the place of the folder for temporary files, so that it shows what was left behind. */
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bookload-targets-'))
})
afterAll(() => rm(folder, { recursive: true }))

function start(name: TargetName, ...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [join(import.meta.dirname, name, 'server.js'), ...args], {
    env: { ...process.env, TMPDIR: folder },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

const databases: string[] = []

describe.each(names)('%s', (name) => {
  test.each([
    ['on SIGTERM', [], (child: ChildProcess) => void child.kill('SIGTERM')],
    ['when its standard input closes', ['--until-stdin-closes'], (child: ChildProcess) => void child.stdin?.destroy()],
  ])('says where it listens in one line, and leaves nothing behind %s', async (_when, args, end) => {
    const child = start(name, '--port', '0', '--variant', 'correct', ...args)
    if (!child.stdout) throw new Error('no standard output')
    const [first] = await once(child.stdout, 'data')
    const rest = text(child.stdout)
    const origin = String(first).trimEnd()
    expect(String(first)).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/)
    expect(readdirSync(folder)).toHaveLength(1)

    // A connection that is kept open must not keep the server.
    const { status } = await fetch(`${origin}/nowhere`)
    expect(status).toBe(404)
    const exit = once(child, 'exit')
    end(child)
    expect(await exit).toEqual([0, null])
    expect(await rest).toBe('')
    expect(readdirSync(folder)).toEqual([])
  })

  test('knows its variants', async () => {
    const child = start(name, '--variant', 'perfect')
    const [complaint, [code]] = await Promise.all([child.stderr && text(child.stderr), once(child, 'exit')])
    expect(complaint).toContain('no such variant: perfect')
    expect(code).not.toBe(0)
    expect(readdirSync(folder)).toEqual([])
  })

  test('keeps what it sold in the file it is told to, which is gone with the test', async () => {
    const { database } = await startTarget(name, 'correct')
    expect(existsSync(database)).toBe(true)
    databases.push(database)
  })
})

test('a test leaves no target behind', () => {
  expect(databases).toHaveLength(names.length)
  for (const database of databases) expect(existsSync(dirname(database))).toBe(false)
})

test('a target that does not start is told of', async () => {
  await expect(startTarget('gigs', 'perfect')).rejects.toThrow('gigs ended with 2 before it listened')
})
