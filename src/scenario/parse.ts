import { type Document, LineCounter, parseDocument } from 'yaml'
import { UsageError } from '../operator/errors.ts'
import { checkUsers } from './check-users.ts'
import { complaintOf, fieldName, locate, type Complain } from './complaint.ts'
import { ExpectationError, parseExpectation } from './expectation.ts'
import { resolveScenario } from './resolve.ts'
import type { Scenario } from './scenario.ts'
import { scenarioFileSchema, type ScenarioFile } from './schema.ts'

/**
 * Reads a scenario file's text, which is YAML or, as YAML allows, JSON.
 * @throws {UsageError} one sentence: the file, the line and column, the field, what was found and what is allowed
 */
export function parseScenario(text: string, file: string): Scenario {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [flaw] = document.errors
  if (flaw) {
    const { line, col } = lines.linePos(flaw.pos[0])
    throw new UsageError(`${file}:${line}:${col}: this is not valid YAML: ${lowerFirst(flaw.message)}`)
  }
  const complain: Complain = (path, sentence) => {
    throw new UsageError(`${locate(document, lines, file, path)}: ${sentence}`)
  }
  const content = unfold(document, file)
  const checked = scenarioFileSchema.safeParse(content)
  if (!checked.success) {
    const { path, text: sentence } = complaintOf(checked.error, content)
    return complain(path, sentence)
  }
  checkMeaning(checked.data, complain)
  return resolveScenario(checked.data)
}

function unfold(document: Document, file: string): unknown {
  try {
    // Thirty aliases are more than any honest scenario needs; without a limit a small file could unfold to gigabytes.
    return document.toJS({ maxAliasCount: 30 })
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error
    throw new UsageError(`${file}: its aliases cannot be unfolded: ${lowerFirst(error.message)}`)
  }
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

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
