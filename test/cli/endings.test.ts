import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, writeFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { program, readResult, Workplace, type Started } from './bookload.ts'
import { gone } from './process-table.ts'

let place: Workplace
beforeEach(() => {
  place = new Workplace()
  // Two rounds in which every booking is under way for longer than the test waits.
  writeFileSync(
    place.path('slow.yaml'),
    [
      'name: slow',
      'description: every booking takes its time',
      'users: 20',
      'server: { processing: 30s }',
      'rounds:',
      '  - { name: one, capacity: 5, seats: 1 }',
      '  - { name: two, capacity: 5, seats: 1 }',
    ].join('\n'),
  )
})
afterEach(() => place.dispose())

/** A run whose 20 bookings have left and will not be answered for a while. */
async function midBurst(...flags: string[]): Promise<{ started: Started; server: number }> {
  const started = place.start(['run', 'slow.yaml', ...flags])
  await started.until('stderr', /one: 20 users connected/)
  await wait(1500)
  const [server] = started.children()
  if (server === undefined) throw new Error('there is no server process')
  return { started, server }
}

describe('Ctrl-C', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'once (%s): what is known is judged and marked partial, and nothing is left',
    async (signal) => {
      const { started, server } = await midBurst('--json')
      started.child.kill(signal)
      const { code, stdout } = await started.end()
      const result = readResult(stdout)
      expect(code).toBe(130)
      expect(result.run.partial).toBe(true)
      expect(result.verdict).toEqual({ pass: false, ruling: 'inconclusive' })
      expect(result.rounds.map(({ name }) => name)).toEqual(['one'])
      expect(result.rounds[0]?.outcomes.unknown).toBe(20)
      await gone(server)
      expect(place.leftovers()).toEqual([])
    },
  )

  test('twice: at once, and nothing is left', async () => {
    const { started, server } = await midBurst()
    started.child.kill('SIGINT')
    await started.until('stderr', /Ctrl-C again/)
    started.child.kill('SIGINT')
    const { code } = await started.end()
    expect(code).toBe(130)
    await gone(server)
    expect(place.leftovers()).toEqual([])
  })
})

test('a server that dies mid-run is exit 3, and what is known is printed', async () => {
  const { started, server } = await midBurst('--json')
  process.kill(server, 'SIGKILL')
  const { code, stdout, stderr } = await started.end()
  const result = readResult(stdout)
  expect(code).toBe(3)
  expect(stderr).toMatch(/the embedded server ended by SIGKILL/)
  expect(result.run.failure).toMatch(/the embedded server ended by SIGKILL/)
  expect(result.rounds[0]?.outcomes.unknown).toBe(20)
  expect(result.rounds[0]?.event.soldSeats).toBeNull()
  expect(result.verdict).toEqual({ pass: false, ruling: 'inconclusive' })
  expect(place.leftovers()).toEqual([])
})

test('the server does not outlive a tool that is killed outright', async () => {
  const { started, server } = await midBurst()
  started.child.kill('SIGKILL')
  await started.end()
  await gone(server)
  expect(place.leftovers()).toEqual([])
})

describe('a reader that has seen enough is no failure', () => {
  test.each([
    ['the result', ['run', 'quick', '--json'], 'stdout'],
    ['the progress', ['run', 'quick'], 'stderr'],
    ['the help page', ['--help'], 'stdout'],
  ] as const)('of %s', async (_, args, stream) => {
    const started = place.start(args)
    started.child[stream].destroy()
    const { code, stderr } = await started.end()
    expect(stderr).not.toMatch(/EPIPE|\n\s+at /)
    expect(code).toBe(0)
  })
})

test('a result that could not be written is no success', async () => {
  const full = openSync('/dev/full', 'w')
  const child = spawn(process.execPath, [program, 'scenarios'], { stdio: ['ignore', full, 'pipe'] })
  closeSync(full)
  let stderr = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const [code] = await once(child, 'close')
  expect(stderr).toBe('bookload: standard output could not be written: the disk is full\n')
  expect(code).toBe(3)
})

test.each([
  ['held', 2, ['run', 'quick', '--quiet', '-o', '/dev/full']],
  ['violated', 1, ['run', 'quick', '--quiet', '--strategy', 'naive', '--users', '40', '-o', '/dev/full']],
])('a disk that is full at the end hides no result: %s is exit %i', async (ruling, exitCode, args) => {
  const { code, stdout, stderr } = await place.run(args)
  expect(stdout.toLowerCase()).toContain(ruling)
  expect(stderr).toContain('/dev/full: it cannot be written: the disk is full')
  expect(code).toBe(exitCode)
})
