import { readFileSync, writeFileSync } from 'node:fs'
import { request } from 'undici'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readResult, Workplace, type Started } from './bookload.ts'

let place: Workplace
beforeEach(() => {
  place = new Workplace()
})
afterEach(() => place.dispose())

async function serving(...flags: string[]): Promise<{ started: Started; url: string; adminToken: string }> {
  const started = place.start(['serve', '--port', '0', ...flags])
  const [, url = ''] = await started.until('stdout', /Booking API\s+(\S+)/)
  const [, adminToken = ''] = await started.until('stdout', /--admin-token (\S+)\n/)
  return { started, url, adminToken }
}

describe('serve', () => {
  test('is a target for a run, and leaves nothing when it is stopped', async () => {
    const { started, url, adminToken } = await serving('--rate-limit', 'off')
    const { code, stdout } = await place.run(['run', 'quick', '--target', url, '--admin-token', adminToken, '--json'])
    const result = readResult(stdout)
    expect(code).toBe(0)
    expect(result.target).toEqual({ kind: 'http', baseUrl: url })
    expect(result.rounds[0]?.server).toBeNull()
    started.child.kill('SIGINT')
    expect((await started.end()).code).toBe(0)
    expect(place.leftovers()).toEqual([])
  })

  test('a run with a wrong admin token is told so', async () => {
    const { url } = await serving()
    const { code, stderr } = await place.run(['run', 'quick', '--target', url, '--admin-token', 'guess'])
    expect(stderr).toMatch(/answered 40[13]: the admin token is not the one it expects/)
    expect(code).toBe(3)
    const without = await place.run(['run', 'quick', '--target', url])
    expect(without.stderr).toMatch(/--admin-token or BOOKLOAD_ADMIN_TOKEN/)
  })

  test('a port that is taken is told in a sentence', async () => {
    const { url } = await serving()
    const { code, stderr } = await place.run(['serve', '--port', new URL(url).port])
    expect(stderr).toMatch(/^bookload: --port \d+ is taken/)
    expect(code).toBe(2)
  })
})

describe('seed', () => {
  test.each(['users.csv', 'users.json'])('%s is read back by a run, every row used once', async (file) => {
    const seeded = await place.run(['seed', '--users', '12', '--out', file])
    expect(seeded.code).toBe(0)
    const run = await place.run(['run', 'quick', '--users', '12', '--users-file', file, '--json'])
    const result = readResult(run.stdout)
    expect(run.code).toBe(0)
    expect(result.users).toMatchObject({ created: 0, tokens: 12 })
    expect(result.rounds[0]?.outcomes.rejected).toBe(0)
  })

  test('too few rows are refused, unless sharing is asked for', async () => {
    await place.run(['seed', '--users', '4', '--out', 'users.csv'])
    const refused = await place.run(['run', 'quick', '--users-file', 'users.csv'])
    expect(refused.stderr).toMatch(/users\.csv: it holds 4 users and the run needs 10;.*--reuse-users/)
    expect(refused.code).toBe(2)
    const shared = await place.run(['run', 'quick', '--users-file', 'users.csv', '--reuse-users', '--json'])
    expect(readResult(shared.stdout).users.tokens).toBe(4)
  })

  test('its tokens work at a server that serves its database', async () => {
    await place.run(['seed', '--users', '2', '--out', 'users.json'])
    const [user] = JSON.parse(readFileSync(place.path('users.json'), 'utf8'))
    const { url } = await serving('--db', 'users.db')
    const headers = { authorization: `Bearer ${user.token}` }
    const { statusCode } = await request(`${url}/bookings/EVT-000000`, { headers })
    expect(statusCode).toBe(404)
  })

  test('accounts of another database are noticed before anything is fired', async () => {
    await place.run(['seed', '--users', '10', '--out', 'users.csv'])
    const { code, stderr } = await place.run(['run', 'quick', '--users-file', 'users.csv', '--db', 'other.db'])
    expect(stderr).toMatch(/users\.csv: .*401.*--db/)
    expect(code).toBe(2)
  })

  test('seeds a server that runs', async () => {
    const { url, adminToken } = await serving()
    const seeded = await place.run([
      'seed',
      '--users',
      '10',
      '--out',
      'users.csv',
      '--target',
      url,
      '--admin-token',
      adminToken,
    ])
    expect(seeded.code).toBe(0)
    const run = await place.run([
      'run',
      'quick',
      '--target',
      url,
      '--admin-token',
      adminToken,
      '--users-file',
      'users.csv',
      '--quiet',
    ])
    expect(run.code).toBe(0)
  })
})

describe('scenarios', () => {
  test('lists every scenario with a line', async () => {
    const { code, stdout } = await place.run(['scenarios'])
    expect(code).toBe(0)
    for (const name of [
      'real-users',
      'real-users-retry',
      'alternating-tokens',
      'quick',
      'flash-sale',
      'conference-waitlist',
      'stadium',
    ]) {
      expect(stdout).toMatch(new RegExp(`^ *${name} +\\S`, 'm'))
    }
  })

  test('shows one with every default filled in', async () => {
    const { stdout } = await place.run(['scenarios', 'show', 'quick', '--json'])
    expect(JSON.parse(stdout)).toMatchObject({
      name: 'quick',
      timeout: '30s',
      server: { strategy: 'optimistic', rateLimit: { limit: 60, window: '1m' } },
      rounds: [{ name: 'five-seats', waitlist: false, retry: 'none' }],
    })
  })

  test('what it shows can be played as it is', async () => {
    writeFileSync(place.path('again.yaml'), (await place.run(['scenarios', 'show', 'quick'])).stdout)
    expect((await place.run(['run', 'again.yaml', '--quiet'])).code).toBe(0)
  })
})

describe('init', () => {
  test('writes a scenario that runs as it is', async () => {
    expect((await place.run(['init', 'my-sale.yaml'])).code).toBe(0)
    const { code, stdout } = await place.run(['run', 'my-sale.yaml', '--users', '110', '--json'])
    expect(code).toBe(0)
    expect(readResult(stdout).scenario['name']).toBe('my-sale')
  })

  test('overwrites nothing unless told to', async () => {
    writeFileSync(place.path('bookload.yaml'), 'mine')
    const { code, stderr } = await place.run(['init'])
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/bookload\.yaml: it is there already; --force overwrites it/),
    ])
    expect(readFileSync(place.path('bookload.yaml'), 'utf8')).toBe('mine')
    expect((await place.run(['init', '--force'])).code).toBe(0)
  })
})

describe('compare', () => {
  test('lays two phases side by side, as a table and as JSON', async () => {
    await place.run(['run', 'alternating-tokens', '--users', '130', '--expect', 'oversold == 0', '-o', 'one.json'])
    await place.run(['run', 'real-users', '--users', '130', '-o', 'two.json'])
    const table = await place.run(['compare', 'one.json', 'two.json'])
    expect(table.code).toBe(0)
    for (const word of ['one', 'two', 'tokens', 'conflicts', 'rate limiting', 'duration', 'verdict'])
      expect(table.stdout.toLowerCase()).toContain(word)
    const json = JSON.parse((await place.run(['compare', 'before=one.json', 'after=two.json', '--json'])).stdout)
    expect(json).toMatchObject({ schema: 'bookload.comparison/v1' })
    expect(json.warnings.join(' ')).toMatch(/scenario/)
  })

  test('a file that is no result is refused with its name', async () => {
    writeFileSync(place.path('a.json'), '{}')
    const { code, stderr } = await place.run(['compare', 'a.json', 'a.json'])
    expect([code, stderr]).toEqual([2, expect.stringMatching(/^bookload: a\.json: /)])
  })
})
