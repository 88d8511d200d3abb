import { dirname, resolve } from 'node:path'
import { fieldName, type Complain, type Path } from '../operator/complaint.ts'
import { checkedBy, readYaml, type YamlFile } from '../operator/yaml-file.ts'
import { checkUsers } from './check-users.ts'
import { ExpectationError, parseExpectation } from './expectation.ts'
import { resolveScenario } from './resolve.ts'
import type { Scenario, ScenarioTarget } from './scenario.ts'
import { scenarioFileSchema, type ScenarioFile } from './schema.ts'

/**
 * Reads a scenario file's text, which is YAML or, as YAML allows, JSON.
 * @throws {UsageError} one sentence: the file, the line and column, the field, what was found and what is allowed
 */
export function parseScenario(text: string, file: string): Scenario {
  const yaml = readYaml(text, file)
  const checked = checkedBy(scenarioFileSchema, yaml)
  checkMeaning(checked, yaml.complain)
  return { ...resolveScenario(checked), target: targetOf(checked.target, yaml, file) }
}

function targetOf(target: ScenarioFile['target'], yaml: YamlFile, file: string): ScenarioTarget | null {
  if (target === undefined) return null
  if (typeof target === 'string') {
    if (/^https?:\/\//.test(target)) {
      yaml.complain(
        ['target'],
        `target is "${target}"; allowed is the path of a contract, whose baseUrl is the address`,
      )
    }
    return { path: resolve(dirname(file), target) }
  }
  const within = (path: Path): Path => ['target', ...path]
  const inline: YamlFile = {
    content: target,
    placeOf: (path) => yaml.placeOf(within(path)),
    complain: (path, sentence) => yaml.complain(within(path), `target: ${sentence}`),
  }
  return { inline, file }
}

/** What the shape alone cannot say: names that repeat, numbers that contradict each other, expectations that do not parse. */
function checkMeaning(file: ScenarioFile, complain: Complain): void {
  checkUsers(file, complain)
  const names = new Set<string>()
  for (const [index, round] of file.rounds.entries()) {
    const path = ['rounds', index]
    if (names.has(round.name))
      complain([...path, 'name'], `two rounds are named "${round.name}"; allowed is a name each`)
    names.add(round.name)
    if (round.seats > round.capacity) {
      const allowed = `a whole number from 1 to the capacity, which is ${round.capacity}`
      complain([...path, 'seats'], `${fieldName([...path, 'seats'])} is ${round.seats}; allowed is ${allowed}`)
    }
    for (const [number, text] of (round.expect ?? []).entries()) {
      const where = [...path, 'expect', number]
      checkExpectation(text, (message) => complain(where, `${fieldName(where)}: ${message}`))
    }
  }
}

function checkExpectation(text: string, complain: (message: string) => never): void {
  try {
    parseExpectation(text)
  } catch (error) {
    if (!(error instanceof ExpectationError)) throw error
    complain(error.message)
  }
}
