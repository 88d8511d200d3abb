import { readFileSync, writeFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { textWidth } from '../../src/report/text-width.ts'
import { readResult, Workplace, type Started } from './bookload.ts'
import { gone } from './process-table.ts'

let place: Workplace
beforeEach(() => {
  place = new Workplace()
})
afterEach(() => place.dispose())

/** Ten users for five seats, each at work for long enough to meet the others. */
const quick = ['run', 'quick', '--processing', '20ms', '--control']

const onOneLine = (text: string): string => text.replaceAll(/\s+/g, ' ')

describe('run --control', () => {
  test('says as JSON how sure a clean verdict is, and how often the naive strategy would have been caught', async () => {
    const files = ['-o', 'result.json', '--record', 'run.ndjson']
    const { code, stdout, stderr } = await place.run([...quick, '--repeat', '5', '--json', ...files])
    const result = readResult(stdout)
    expect(code).toBe(0)
    expect(result.verdict).toEqual({ pass: true, ruling: 'held' })
    expect(result.rounds).toHaveLength(5)
    expect(result.confidence).toMatchObject([
      { round: 'five-seats', playings: 5, trials: 5, violated: 0, share: { low: 0, method: 'exact' } },
    ])
    expect(result.confidence?.[0]?.share?.high).toBeCloseTo(0.4507, 4)
    expect(result.control).toMatchObject({
      strategy: 'naive',
      rounds: [{ round: 'five-seats', playings: 5, caught: 5, share: { high: 1, level: 0.95 } }],
      partial: false,
      failure: null,
    })
    expect(result.control?.rounds[0]?.share.low).toBeCloseTo(0.5655, 4)
    expect(result.control?.rounds[0]?.rules).toContainEqual({ id: 'no-oversell', playings: 5 })
    // The target stays what the run was played against, and the files hold the run alone.
    expect(result.target.strategy).toBe('optimistic')
    expect(readFileSync(place.path('result.json'), 'utf8')).toBe(stdout)
    expect(readFileSync(place.path('run.ndjson'), 'utf8').match(/"type":"round"/g)).toHaveLength(5)
    expect(stderr.indexOf('control: 10 accounts created')).toBeGreaterThan(stderr.lastIndexOf(': held, by'))
    expect(place.leftovers()).toEqual([])
  })

  test.each([80, 100])('says it to people at %i columns, in colour or not', async (width) => {
    const args = [...quick, '--repeat', '5']
    const env = { COLUMNS: String(width) }
    const painted = await place.run(args, { ...env, FORCE_COLOR: '1' })
    const plain = await place.run(args, { ...env, FORCE_COLOR: '1', NO_COLOR: '1' })
    expect(painted.stdout).toContain('\u001B')
    expect(plain.stdout).not.toContain('\u001B')
    for (const { code, stdout } of [painted, plain]) {
      const text = stripVTControlCharacters(stdout)
      expect(code).toBe(0)
      expect(Math.max(...text.split('\n').map(textWidth))).toBeLessThanOrEqual(width)
      expect(onOneLine(text)).toMatch(
        /confidence five-seats: 0 violations in 5 contended rounds: under 45\.1 % of such rounds, at 95 %, for this burst \(spread [\d.]+ ms\) (· )?under 1 % takes 299 rounds without one control five-seats: the naive strategy was caught in 5 of 5 rounds \(100 %, 56\.6 to 100 % at 95 %\), by .*no-oversell/,
      )
      expect(text).not.toContain('weak:')
    }
  })

  test('in one line is a word', async () => {
    const { stdout } = await place.run([...quick, '--quiet'])
    expect(stdout).toMatch(/^HELD {2}quick · 10 users · .* · control caught in 1 of 1 round · .*\n$/)
  })

  test('that catches nothing says so loudly, and changes no verdict', async () => {
    // Half a second between one user and the next: nobody ever meets anybody.
    const alone = ['run', 'quick', '--users', '2', '--arrivals', 'rate:2/1s', '--repeat', '2', '--control']
    const { code, stdout } = await place.run(alone)
    expect(code).toBe(3)
    expect(onOneLine(stdout)).toMatch(
      /none of 2 playings counts, so nothing follows (· )?2 left out: 2 not contended control .* was caught in 0 of 2 rounds \(0 %, 0 to 65\.8 % at 95 %\)/,
    )
    expect(onOneLine(stdout)).toMatch(/weak: that nothing was found means little: .* none of 2 playings of five-seats;/)
  })

  test('beside a planted bug is a server without it, and the run is told of as violated', async () => {
    const { code, stdout } = await place.run([...quick, '--bug', 'rows-ignored', '--repeat', '2'])
    expect(code).toBe(1)
    expect(onOneLine(stdout)).toMatch(
      /confidence five-seats: 2 of 2 rounds violated: 100 % \(34\.2 to 100 % of such rounds at 95 %\)/,
    )
    expect(onOneLine(stdout)).toMatch(/naive strategy was caught in 2 of 2 rounds .* by .*no-oversell/)
  })

  test("beside a target of one's own is played on the embedded server", async () => {
    const serving = place.start(['serve', '--port', '0', '--rate-limit', 'off', '--processing', '20ms'])
    const [, url = ''] = await serving.until('stdout', /Booking API\s+(\S+)/)
    const [, adminToken = ''] = await serving.until('stdout', /--admin-token (\S+)\n/)
    writeFileSync(
      place.path('sale.yaml'),
      'name: sale\ndescription: a sale\nusers: 10\nserver: { strategy: naive, processing: 20ms }\nrounds: [{ name: one, capacity: 5, seats: 1 }]\n',
    )
    const target = ['--target', url, '--admin-token', adminToken]
    const { code, stdout } = await place.run(['run', 'sale.yaml', ...target, '--repeat', '2', '--control'])
    expect(code).toBe(0)
    expect(onOneLine(stdout)).toContain(
      "control one: the embedded server's naive strategy, by the same burst, was caught in 2 of 2 rounds (100 %",
    )
    serving.child.kill('SIGINT')
    expect((await serving.end()).code).toBe(0)
    expect(place.leftovers()).toEqual([])
  })

  test('over HTTP/2, from two threads, with accounts and a database of its own', async () => {
    await place.run(['seed', '--users', '10', '--out', 'users.json'])
    const flags = ['--http2', '--threads', '2', '--users-file', 'users.json', '--repeat', '2', '--json']
    const { code, stdout } = await place.run([...quick, ...flags])
    expect(code).toBe(0)
    expect(readResult(stdout).users.created).toBe(0)
    expect(readResult(stdout).control).toMatchObject({ failure: null, rounds: [{ playings: 2, caught: 2 }] })
    expect(place.leftovers()).toEqual([])
  })

  test('of a scenario that books with naive is refused before anything is played', async () => {
    writeFileSync(
      place.path('sale.yaml'),
      'name: sale\ndescription: a sale\nusers: 2\nserver: { strategy: naive }\nrounds: [{ name: one, capacity: 1, seats: 1 }]\n',
    )
    const { code, stdout, stderr } = await place.run(['run', 'sale.yaml', '--control'])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(/^bookload: --control plays the run again with the strategy naive, .*\n$/)
    expect(place.leftovers()).toEqual([])
    expect((await place.run(['run', 'sale.yaml', '--strategy', 'atomic', '--control', '-q'])).code).toBe(0)
  })
})

describe('a control that does not come to its end costs the run nothing', () => {
  /** A run whose own rounds are over, and whose control has begun to fire. */
  async function midControl(...flags: string[]): Promise<{ started: Started; server: number }> {
    const started = place.start([...quick, '--processing', '1s', '--repeat', '2', ...flags])
    await started.until('stderr', /control: five-seats: 10 users connected/)
    const servers = started.children()
    const [server] = servers
    // The run's own is gone by then.
    if (server === undefined || servers.length > 1) throw new Error(`there are ${servers.length} server processes`)
    return { started, server }
  }

  test('Ctrl-C: the run is printed, and nothing is left', async () => {
    const { started, server } = await midControl('--json')
    started.child.kill('SIGINT')
    const { code, stdout } = await started.end()
    const { run, rounds, verdict, control } = readResult(stdout)
    expect(code).toBe(130)
    expect(run).toMatchObject({ partial: false, failure: null })
    expect(rounds).toHaveLength(2)
    expect(verdict).toEqual({ pass: true, ruling: 'held' })
    expect(control).toMatchObject({ partial: true, failure: null, rounds: [] })
    await gone(server)
    expect(place.leftovers()).toEqual([])
  })

  test('Ctrl-C twice: it leaves at once, and nothing is left', async () => {
    const { started, server } = await midControl()
    started.child.kill('SIGINT')
    await started.until('stderr', /Ctrl-C again/)
    started.child.kill('SIGINT')
    expect((await started.end()).code).toBe(130)
    await gone(server)
    expect(place.leftovers()).toEqual([])
  })

  test('its server dies: exit 3, and the run is printed', async () => {
    const { started, server } = await midControl('--json')
    process.kill(server, 'SIGKILL')
    const { code, stdout, stderr } = await started.end()
    const { verdict, control } = readResult(stdout)
    expect(code).toBe(3)
    expect(stderr).toMatch(/^bookload: the control was not carried through: the embedded server ended by SIGKILL/m)
    expect(verdict).toEqual({ pass: true, ruling: 'held' })
    expect(control?.failure).toMatch(/the embedded server ended by SIGKILL/)
    expect(place.leftovers()).toEqual([])
  })

  test('the tool is killed outright: the server does not outlive it', async () => {
    const { started, server } = await midControl()
    started.child.kill('SIGKILL')
    await started.end()
    await gone(server)
    expect(place.leftovers()).toEqual([])
  })
})
