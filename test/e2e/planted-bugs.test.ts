import { afterEach, beforeEach, expect, test } from 'vitest'
import { bugNames, bugs } from '../../src/booking/bug.ts'
import { strategies } from '../../src/booking/strategy.ts'
import { noPreference, starvation } from '../../src/judge/fairness/judge-fairness.ts'
import { allRules } from '../../src/judge/rules/all.ts'
import type { Result } from '../../src/report/result.ts'
import { readResult, Workplace } from '../cli/bookload.ts'

/** The rounds in which a bug has to be caught. */
const rounds = 3

let place: Workplace
beforeEach(() => void (place = new Workplace()))
afterEach(() => place.dispose())

async function play(shownBy: string, ...flags: readonly string[]): Promise<Result> {
  // What the server does not write before it answers it never writes.
  const common = ['--expect', 'oversold >= 0', '--json', '--quiet', '--settle', '500ms']
  const { stdout } = await place.run(['run', ...shownBy.split(' '), ...common, ...flags])
  return readResult(stdout)
}

const broken = (result: Result): ReadonlySet<string> =>
  new Set(
    [...result.rounds.map(({ verdict }) => verdict), ...(result.fairness ?? [])].flatMap(({ invariants }) =>
      invariants.filter(({ status }) => status === 'violated').map(({ id }) => id),
    ),
  )

test('every bug is to be caught by a rule that there is', () => {
  const rules = new Set([...allRules, noPreference, starvation].map(({ id }) => id))
  for (const name of bugNames) expect(rules).toContain(bugs[name].rule)
})

test.each(bugNames)(`%s is caught by its rule within ${rounds} rounds`, async (name) => {
  const { rule, shownBy } = bugs[name]
  const found = new Set<string>()
  for (let round = 1; round <= rounds && !found.has(rule); round++) {
    const result = await play(shownBy, '--bug', name)
    expect(result.target.bug).toBe(name)
    for (const id of broken(result)) found.add(id)
  }
  expect(found).toContain(rule)
})

const honest = strategies.filter((strategy) => strategy !== 'naive')
const shows = [...new Set(bugNames.map((name) => bugs[name].shownBy))]

test.each(shows.flatMap((shownBy) => honest.map((strategy) => [shownBy, strategy] as const)))(
  'in %s the correct %s strategy is accused of nothing',
  async (shownBy, strategy) => {
    const result = await play(shownBy, '--strategy', strategy)
    expect(broken(result)).toEqual(new Set())
    expect(result.target).not.toHaveProperty('bug')
  },
)
