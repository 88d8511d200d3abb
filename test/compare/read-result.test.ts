import { expect, test } from 'vitest'
import { parseResult, ResultFileError } from '../../src/compare/read-result.ts'
import { renderJson } from '../../src/report/json.ts'
import {
  aResult,
  alternatingResult,
  httpResult,
  naiveResult,
  partialResult,
  repeatedResult,
  retryResult,
} from '../builders/result.ts'

test.each([
  aResult(),
  naiveResult(),
  alternatingResult(),
  retryResult(),
  httpResult(),
  partialResult(),
  repeatedResult(),
])('a result survives its file, %#', (result) => {
  expect(parseResult(renderJson(result), 'run.json')).toEqual(result)
})

test.each([
  ['PK', 'run.json: it is not JSON; allowed is a result as `bookload run -o` writes it'],
  ['[]', 'run.json: the file is []; allowed is an object'],
  [
    renderJson(aResult()).replace('bookload.result/v1', 'bookload.result/v9'),
    'run.json: schema is "bookload.result/v9"; allowed is "bookload.result/v1"',
  ],
  [renderJson(aResult()).replace('"cpus": 2', '"cpus": "two"'), 'run.json: run.cpus is "two"; allowed is a number'],
  [renderJson(aResult()).replace('"cpus": 2', '"cpus": -2'), 'run.json: run.cpus is -2; allowed is 0 or more'],
  [renderJson(aResult()).replace('"cpus": 2', '"cpus": 2, "gpus": 1'), 'run.json: run.gpus is not a field of a result'],
  [
    renderJson(aResult()).replace('"ruling": "held"', '"ruling": "fine"'),
    'run.json: rounds[0].verdict.ruling is "fine"; allowed is "held" or "inconclusive" or "violated"',
  ],
])('a wrong file is one clear sentence, %#', (text, message) => {
  expect(() => parseResult(text, 'run.json')).toThrow(new ResultFileError(message))
})

/** Fields that a result may do without. */
const optional = /^target\.(store|strategy)$|\.key$|\.byOutcome\.\w+$|^scenario\./

test('a result without any one of its fields is refused, and the field named', () => {
  const result: unknown = JSON.parse(renderJson(naiveResult()))
  const paths = [...fieldPaths(result)].filter((path) => !optional.test(nameOf(path)))
  expect(paths.length).toBeGreaterThan(150)
  for (const path of paths) {
    const broken = structuredClone(result)
    const parent = path.slice(0, -1).reduce<unknown>((value, key) => Reflect.get(asObject(value), key), broken)
    Reflect.deleteProperty(asObject(parent), path.at(-1) ?? '')
    const read = (): unknown => parseResult(JSON.stringify(broken), 'run.json')
    expect(read).toThrow(ResultFileError)
    expect(read).toThrow(`run.json: ${nameOf(path)} is missing; allowed is `)
    expect(read).not.toThrow('\n')
  }
})

type Path = readonly (string | number)[]

function* fieldPaths(value: unknown, path: Path = []): Generator<Path> {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    const own = [...path, Array.isArray(value) ? Number(key) : key]
    if (!Array.isArray(value)) yield own
    yield* fieldPaths(inner, own)
  }
}

const nameOf = (path: Path): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
    .join('')
    .slice(1)

function asObject(value: unknown): object {
  if (typeof value !== 'object' || value === null) throw new TypeError('a path led to a leaf')
  return value
}
