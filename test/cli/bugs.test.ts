import { afterEach, beforeEach, expect, test } from 'vitest'
import { bugNames, bugs } from '../../src/booking/bug.ts'
import { Workplace } from './bookload.ts'

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
