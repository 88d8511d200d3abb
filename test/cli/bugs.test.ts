import { afterEach, beforeEach, expect, test } from 'vitest'
import { bugNames, bugs } from '../../src/booking/bug.ts'
import { readResult, Workplace } from './bookload.ts'

let place: Workplace
beforeEach(() => void (place = new Workplace()))
afterEach(() => place.dispose())

test('every bug is listed with the rule that catches it', async () => {
  const { code, stdout, stderr } = await place.run(['bugs'])
  expect([code, stderr]).toEqual([0, ''])
  for (const name of bugNames) expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'))
  expect(stdout.match(/caught by/g)).toHaveLength(bugNames.length)
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
})

test('every bug stands below the command that brings it to light', async () => {
  const { stdout } = await place.run(['bugs'], { COLUMNS: '300' })
  const groups = stdout.split('\n\n')
  for (const name of bugNames) {
    const group = groups.find((text) => text.includes(`\n  ${name} `))
    expect(group?.split('\n')[0]).toBe(`bookload run ${bugs[name].shownBy} --bug NAME`)
  }
})

test('where a bug was seen, and the only strategies under which it shows, are listed with it', async () => {
  const { stdout } = await place.run(['bugs'], { COLUMNS: '300' })
  const lineOf = (name: string): string | undefined => stdout.split('\n').find((line) => line.startsWith(`  ${name} `))
  expect(lineOf('version-unchecked')).toMatch(
    /seen in typeorm\/typeorm#2848 · only with strategy optimistic · caught by/,
  )
  expect(lineOf('counter-drifts')).toContain('only with strategy optimistic or pessimistic')
  expect(lineOf('conflict-but-booked')).not.toMatch(/seen in|only with/)
})

test('for a machine they are listed as JSON', async () => {
  const { stdout } = await place.run(['bugs', '--json'])
  expect(JSON.parse(stdout)).toEqual(bugNames.map((name) => ({ name, ...bugs[name] })))
})

test.each(['run', 'serve'])('%s refuses a bug that there is not, and says which may be meant', async (command) => {
  const args = command === 'run' ? ['run', 'quick'] : ['serve']
  const { code, stdout, stderr } = await place.run([...args, '--bug', 'rows-ignore'])
  expect([code, stdout]).toEqual([2, ''])
  expect(stderr).toContain('There is no such bug (did you mean "rows-ignored"?); `bookload bugs` lists them all.')
})

test('a bug is planted in no server but ours', async () => {
  const target = ['--target', 'http://127.0.0.1:9/api/v1', '--admin-token', 'x']
  const { code, stderr } = await place.run(['run', 'quick', '--bug', 'rows-ignored', ...target])
  expect([code, stderr]).toEqual([
    2,
    'bookload: --bug shapes the embedded server, and --target names another; use one of them\n',
  ])
})

test('a report says which bug was planted, so that nobody takes the verdict for that of the correct server', async () => {
  const { stdout } = await place.run(['run', 'quick', '--bug', 'rows-ignored'], { COLUMNS: '160' })
  expect(stdout).toContain('with the planted bug rows-ignored')
})

test.each([
  ['run', ['run', 'quick']],
  ['serve', ['serve', '--port', '0']],
])('%s refuses a strategy under which the bug would never show', async (_, args) => {
  const { code, stdout, stderr } = await place.run([...args, '--bug', 'rows-ignored', '--strategy', 'atomic'])
  expect([code, stdout, stderr]).toEqual([
    2,
    '',
    'bookload: --bug rows-ignored does not show with --strategy atomic; allowed is optimistic\n',
  ])
})

test('a bug brings its strategy along where none was named, and the run says so', async () => {
  const args = ['run', 'quick', '--bug', 'lock-per-user', '--json']
  const { stdout, stderr } = await place.run(args)
  const { target, scenario } = readResult(stdout)
  expect(target).toMatchObject({ bug: 'lock-per-user', strategy: 'pessimistic' })
  expect(scenario).toMatchObject({ server: { strategy: 'pessimistic' } })
  expect(stderr).toContain(
    'the bug lock-per-user does not show with optimistic, so the server books with pessimistic\n',
  )
})

test('a bug that shows with the strategy of the scenario leaves it alone', async () => {
  const { stdout, stderr } = await place.run(['run', 'quick', '--bug', 'counter-drifts', '--json'])
  expect(readResult(stdout).target).toMatchObject({ bug: 'counter-drifts', strategy: 'optimistic' })
  expect(stderr).not.toContain('does not show')
})

test.each([
  ['its own strategy', [], 'lock-per-user, with strategy pessimistic'],
  ['the strategy that was named', ['--strategy', 'atomic'], 'conflict-but-booked, with strategy atomic'],
])('a server says which bug it has, with %s', async (_, flags, announced) => {
  const [bug = ''] = announced.split(',')
  const started = place.start(['serve', '--port', '0', '--bug', bug, ...flags])
  await started.until('stdout', /Try .*\n/)
  expect(started.stdout).toContain(`Planted bug  ${announced}\n`)
})

test('a server without a bug speaks of none', async () => {
  const started = place.start(['serve', '--port', '0'])
  await started.until('stdout', /Try .*\n/)
  expect(started.stdout).not.toMatch(/bug/i)
})
