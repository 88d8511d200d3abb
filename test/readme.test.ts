import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { allRules } from '../src/judge/rules/all.ts'
import { listScenarios } from '../src/scenario/library.ts'

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
/** Of every table row, its cells. */
const rows = readme
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )

test('every rule stands in the README in the order of the verdict, with its statement and what it needs', () => {
  const ids = new Set(allRules.map(({ id }) => id))
  const told = rows.filter(([name = '']) => ids.has(name.replaceAll('`', '')))
  expect(told).toEqual(allRules.map(({ id, statement, needs }) => [`\`${id}\``, statement.replace(/\.$/, ''), needs]))
})

test('every scenario of the library stands in the README', async () => {
  const names = new Set(rows.map(([name = '']) => name))
  for (const scenario of await listScenarios()) expect(names).toContain(`\`${scenario}\``)
})
