import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bookingApi } from '../../../src/target/contract/compile.ts'
import { ownContract, readContract } from '../../../src/target/contract/read-contract.ts'
import { answerWith } from './answer-with.ts'
import { textFrom, wishOf } from './contract-from.ts'

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'bookload-contract-'))))
afterEach(() => rmSync(folder, { recursive: true }))

function written(name: string, text: string): string {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

/** What is said of a file, which stands as FILE in it. */
async function complaint(file: string): Promise<string> {
  const error: unknown = await readContract(file, {}).then(
    () => new Error('none'),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof Error)) throw error
  expect(error.message).not.toContain('\n')
  return `${error.name}: ${error.message.replaceAll(file, 'FILE')}`
}

describe('a file', () => {
  test('says where each thing in it stands, and what in it is secret', async () => {
    const file = written(
      'shop.yaml',
      textFrom({
        rest: "cancel: { request: 'DELETE /{{reference}}', headers: { x: '${KEY}' }, answers: [{ is: gone }] }",
      }),
    )
    const told = await readContract(file, { KEY: 'hush' })
    expect(told).toMatchObject({ name: 'shop', file, secrets: ['hush'], isOwn: false, module: null })
    expect(told.places).toMatchObject({
      'book.answers.0': `${file}:5:42`,
      'book.answers.0.reference': `${file}:5:80`,
      'cancel.headers.x': `${file}:6:59`,
    })
  })

  test('may be JSON', async () => {
    const contract = {
      name: 'shop',
      baseUrl: 'http://127.0.0.1',
      users: {},
      event: {},
      book: { request: 'POST /', answers: [{ is: 'booked' }] },
    }
    await expect(readContract(written('shop.json', JSON.stringify(contract)), {})).resolves.toMatchObject({
      name: 'shop',
    })
  })

  test.each([
    ['shop.yaml', 'name: shop\nbook: [', /^UsageError: FILE:2:8: this is not valid YAML: /],
    ['shop.yaml', 'name: shop\nname: shop\n', /^UsageError: FILE:2:1: this is not valid YAML: /],
    ['shop.yaml', '', /^UsageError: FILE:?.*: the file is .*; allowed is a mapping of name, /],
    ['shop.yaml', 'name: shop', /^UsageError: FILE:1:1: baseUrl is missing; allowed is an address such as/],
  ])('%s with %j is refused', async (name, text, sentence) => {
    expect(await complaint(written(name, text))).toMatch(sentence)
  })

  test.each(['none.yaml', 'none.js'])('that is not there is told of: %s', async (name) => {
    expect(await complaint(join(folder, name))).toBe('UsageError: FILE: there is no such file or folder')
  })

  test('that is a folder is told of', async () => {
    expect(await complaint(folder)).toBe('UsageError: FILE: this is a folder; allowed is a file')
  })
})

const module = `
export default {
  name: 'shop',
  baseUrl: 'http://127.0.0.1:4000/api',
  secrets: ['hush'],
  users: { create: async ({ count, prefix }) => Array.from({ length: count }, (_, user) => ({ id: prefix + user })) },
  event: { create: async ({ capacity }) => ({ id: 'e' + capacity }) },
  book: [
    {
      request: ({ user, seats, key }) => ({ method: 'POST', path: '/carts', headers: ['x-key', key], body: user.id + ':' + seats }),
      answers: ({ status, body }) => (status === 201 ? { is: 'next', captured: { cart: body } } : { is: 'soldOut' }),
    },
    {
      request: 'POST /carts/{{cart}}',
      capture: { unused: ({ status }) => status },
      answers: [{ status: 200, is: 'booked', reference: ({ header }) => header('x-reference') }],
    },
  ],
  ledger: async ({ event, send }) => {
    const { body } = await send({ method: 'GET', path: '/ledger/' + event.id, headers: [], body: null })
    return JSON.parse(body)
  },
}
`

describe('a module', () => {
  test.each(['shop.mjs', 'shop.js'])('may say all that by functions: %s', async (name) => {
    if (name === 'shop.js') written('package.json', '{ "type": "module" }')
    const file = written(name, module)
    const told = await readContract(file, {})
    expect(told).toMatchObject({ name: 'shop', file, secrets: ['hush'], places: {}, isOwn: false, module: file })
    const errand = bookingApi(told, told.definition.baseUrl).book(wishOf())
    expect(errand.request()).toEqual({ method: 'POST', path: '/carts', headers: ['x-key', 'k-1'], body: 'u1:2' })
    expect(errand.answered(answerWith({ status: 201, body: 'c1' }))).toBeNull()
    expect(errand.request().path).toBe('/api/carts/c1')
    expect(errand.answered(answerWith({ headers: { 'x-reference': 'r' } }))).toMatchObject({
      kind: 'booked',
      reference: 'r',
    })
  })

  test.each([
    [
      'without a default export',
      'export const name = 1',
      'it exports nothing by default; allowed is: export default defineTarget({ ... })',
    ],
    [
      'whose default export is no contract',
      'export default 7',
      'it exports nothing by default; allowed is: export default defineTarget({ ... })',
    ],
    ['that throws', "throw new Error('no such shop')", 'it cannot be loaded: no such shop'],
    ['that throws a text', "throw 'no such shop'", 'it cannot be loaded: no such shop'],
    [
      'that throws many lines',
      "throw new Error('no such shop\\n  at home')",
      'it cannot be loaded: no such shop at home',
    ],
    ['that is no JavaScript', 'export default {', 'it cannot be loaded: '],
    [
      'whose field is misspelt',
      module.replace('baseUrl', 'baseURL'),
      'baseURL is not a field (did you mean "baseUrl"?); allowed is one of',
    ],
    ['that asks for what a function may have captured', module.replace('/carts/{{cart}}', '/{{user}}'), 'none'],
    [
      'whose path is none',
      module.replace('({ header }) => header', "'reference', seats: ({ header }) => header"),
      'book[1].answers[0].reference is "reference"; allowed is a JSONPath (RFC 9535) such as $.order.id',
    ],
    [
      'with a function where none can stand',
      module.replace("name: 'shop'", 'name: () => 1'),
      'name is () => 1; allowed is a name',
    ],
  ])('%s is told of', async (what, text, sentence) => {
    const said = await complaint(written(`${what.replaceAll(' ', '-')}.mjs`, text))
    if (sentence === 'none') expect(said).toBe('Error: none')
    else expect(said.slice(0, `UsageError: FILE: ${sentence}`.length)).toBe(`UsageError: FILE: ${sentence}`)
  })

  test('that imports what is not there says what that is', async () => {
    const said = await complaint(written('imports.mjs', "import './missing.mjs'\nexport default {}"))
    expect(said).toContain('missing.mjs')
  })
})

test('the contract of the embedded server is right, with an admin token and without', async () => {
  const told = await ownContract('hush')
  expect(told).toMatchObject({ name: 'bookload', isOwn: true, secrets: ['hush'] })
  expect(told.definition.admin).toEqual({ bearer: 'hush' })
  expect(await ownContract(null)).toMatchObject({ secrets: [], definition: { admin: { bearer: '' } } })
})

test('the contracts of the test targets are right', async () => {
  for (const name of ['gigs', 'vinyl', 'theatre']) {
    const file = join(import.meta.dirname, '../../targets', name, 'contract.yaml')
    await expect(readContract(file, { THEATRE_DB: 'x' })).resolves.toMatchObject({ name })
    expect(readFileSync(file, 'utf8')).toContain(`name: ${name}`)
  }
})
