import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { listScenarios, loadScenario } from '../../src/scenario/library.ts'
import { parseScenario } from '../../src/scenario/parse.ts'
import { scenarioTemplate } from '../../src/scenario/template.ts'

const names = await listScenarios()

test('the library holds the scenarios that the README names', () => {
  expect(names).toEqual([
    'alternating-tokens',
    'cancel-rebook',
    'conference-waitlist',
    'double-cancel',
    'double-submit',
    'flash-sale',
    'key-mismatch',
    'open-model',
    'quick',
    'real-users',
    'real-users-retry',
    'soak',
    'stadium',
    'waitlist',
  ])
})

describe.each(names)('%s', (name) => {
  test('is named like its file, and every round hopes for something', async () => {
    const scenario = await loadScenario(name)
    expect(scenario.name).toBe(name)
    for (const round of scenario.rounds) expect(round.expect.length).toBeGreaterThan(0)
  })

  test('opens with the schema for editors', async () => {
    const text = await readFile(new URL(`../../scenarios/${name}.yaml`, import.meta.url), 'utf8')
    expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/docs\/schema\/scenario\.v1\.json\n/)
  })
})

test('a name that is near one is answered with that one', async () => {
  await expect(loadScenario('real-user')).rejects.toThrow('did you mean "real-users"?')
})

test('a file of one’s own that is not there is named', async () => {
  await expect(loadScenario('./nowhere.yaml')).rejects.toThrow('./nowhere.yaml: there is no such file')
})

test('the scenario that `init` writes is valid', () => {
  expect(parseScenario(scenarioTemplate({ name: 'my-sale', schema: './s.json' }), 'my-sale.yaml').name).toBe('my-sale')
})
