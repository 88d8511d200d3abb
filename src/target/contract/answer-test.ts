import type { AnswerRule, Condition, Statuses } from './definition.ts'
import { nodeAt } from './json-path.ts'
import type { ReadAnswer } from './read-answer.ts'
import { regexOf } from './regex.ts'

export type AnswerTest = (read: ReadAnswer) => boolean

/**
 * Whether an answer is like a rule says: all of what it says has to apply.
 * @throws {SyntaxError} where a path or a regular expression in it is none
 */
export function testOf({ json = {}, body, ...head }: AnswerRule): AnswerTest {
  return all([
    ...headTests(head),
    ...Object.entries(json).map(([path, condition]) => jsonTest(path, condition)),
    ...(body === undefined ? [] : [bodyTest(body)]),
  ])
}

/** The part of a rule that an answer can be held against whose body broke off. */
export const headTestOf = (rule: AnswerRule): AnswerTest => all(headTests(rule))

/** Whether a rule asks for anything that an answer whose body broke off may lack. */
export const readsBody = ({ json, body }: AnswerRule): boolean => json !== undefined || body !== undefined

const headTests = ({ status, header = {} }: Pick<AnswerRule, 'status' | 'header'>): readonly AnswerTest[] => [
  ...(status === undefined ? [] : [statusTest(status)]),
  ...Object.entries(header).map(([name, pattern]) => headerTest(name, pattern)),
]

function all(tests: readonly AnswerTest[]): AnswerTest {
  const [only] = tests
  if (only !== undefined && tests.length === 1) return only
  return (read) => tests.every((test) => test(read))
}

function statusTest(statuses: Statuses): AnswerTest {
  const list = typeof statuses === 'object' ? statuses : [statuses]
  const fits = new Uint8Array(600)
  for (const one of list) {
    if (typeof one === 'number') fits[one] = 1
    else fits.fill(1, Number(one[0]) * 100, Number(one[0]) * 100 + 100)
  }
  return ({ status }) => fits[status] === 1
}

function headerTest(name: string, pattern: string): AnswerTest {
  const lower = name.toLowerCase()
  const regex = regexOf(pattern)
  return ({ answer }) => {
    const value = answer.header(lower)
    return value !== undefined && regex.test(value)
  }
}

function bodyTest(pattern: string): AnswerTest {
  const regex = regexOf(pattern)
  return ({ answer }) => regex.test(answer.body)
}

function jsonTest(path: string, condition: Condition): AnswerTest {
  const find = nodeAt(path)
  const fits = conditionTest(condition)
  return (read) => fits(find(read.json))
}

function conditionTest(condition: Condition): (value: unknown) => boolean {
  if (typeof condition !== 'object' || condition === null) return (value) => value === condition
  if ('exists' in condition) return (value) => (value !== undefined) === condition.exists
  if ('matches' in condition) {
    const regex = regexOf(condition.matches)
    return (value) => (typeof value === 'string' || typeof value === 'number') && regex.test(String(value))
  }
  return (value) => condition.some((one) => value === one)
}
