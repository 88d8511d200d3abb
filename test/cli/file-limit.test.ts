import { execFile } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { program, readResult, Workplace, type Ended } from './bookload.ts'

let place: Workplace
beforeEach(() => {
  place = new Workplace()
})
afterEach(() => place.dispose())

/** Runs a scenario under file limits as a shell sets them; nothing that it starts can have more. */
function runUnder(limits: string, flags: readonly string[], scenario = 'quick'): Promise<Omit<Ended, 'signal'>> {
  const script = `${limits} && exec "$0" "$@"`
  const args = ['-c', script, process.execPath, program, 'run', scenario, '--quiet', ...flags]
  return new Promise((resolve) => {
    const child = execFile(
      'bash',
      args,
      { cwd: place.folder, env: { ...process.env, TMPDIR: place.temporary } },
      (_, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    )
  })
}

describe('a file limit that is too low for a connection each', () => {
  test('is told before anything is played, with how many users fit and what to type', async () => {
    const flags = ['--users', '1000', '--record', 'a.ndjson', '-o', 'result.json']
    const { code, stdout, stderr } = await runUnder('ulimit -n 500', flags)
    expect(stderr).toBe(
      'bookload: 1000 users need 1100 open files, and the limit is 500, which is enough for 400 users; type `ulimit -n 1100` first, or lower --users\n',
    )
    expect([code, stdout]).toEqual([2, ''])
    expect(place.leftovers()).toEqual([])
  })

  test('counts what follows the burst, each request of it on a connection of its own', async () => {
    const { code, stderr } = await runUnder('ulimit -n 500', [], 'double-cancel')
    expect(stderr).toBe(
      'bookload: 60 users and what follows their burst need 640 open files, and the limit is 500; type `ulimit -n 640` first, or lower --users\n',
    )
    expect(code).toBe(2)
  })

  test.each([
    ['as many as it said', ['--users', '400']],
    ['from two threads', ['--users', '400', '--threads', '2']],
    ['over shared connections', ['--users', '1000', '--http2']],
  ])('%s can be played under it', async (_, flags) => {
    const { code, stdout } = await runUnder('ulimit -n 500', [...flags, '--json'])
    const result = readResult(stdout)
    expect(code).toBe(0)
    expect(result.rounds[0]?.attempts).toMatchObject({ total: Number(flags[1]), unknown: 0 })
  })

  test('is raised where only the soft one is low', async () => {
    const { code, stdout } = await runUnder('ulimit -Sn 500 && ulimit -Hn 2000', ['--users', '1000', '--json'])
    expect(code).toBe(0)
    expect(readResult(stdout).rounds[0]?.attempts).toMatchObject({ total: 1000, unknown: 0 })
  })
})
