import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { UsageError } from '../../src/operator/errors.ts'
import { ownContract } from '../../src/target/contract/read-contract.ts'
import { userFieldsOf } from '../../src/target/contract/user-fields.ts'
import { readUsersFile, writeUsersFile } from '../../src/users/users-file.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bookload-test-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const accounts = [
  { id: 'u1', email: 'ana@example.test', name: 'Ana, the "first"', token: 'aaa.bbb' },
  { id: 'u2', email: 'ben@example.test', name: 'Bën\nsecond line', token: 'ccc.ddd' },
]

/** What the embedded server asks of an account. */
const asked = userFieldsOf((await ownContract(null)).definition)

async function complaintAbout(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  const error: unknown = await readUsersFile(path, asked).catch((reason: unknown) => reason)
  if (!(error instanceof UsageError)) throw new Error(`no complaint about ${text}`)
  expect(error.message).not.toContain('\n')
  return error.message.replace(folder, '')
}

describe.each(['users.csv', 'users.json', 'users.ndjson'])('%s', (name) => {
  test('gives back what was written', async () => {
    const path = join(folder, name)
    await writeUsersFile(path, accounts)
    expect(await readUsersFile(path, asked)).toEqual(accounts)
  })

  test('is readable by its owner alone, and nothing else is left behind', async () => {
    await writeUsersFile(join(folder, name), accounts)
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
    expect(await readdir(folder)).toEqual([name])
  })
})

test('a CSV opens with its columns, for other tools', async () => {
  await writeUsersFile(join(folder, 'users.csv'), accounts)
  expect(await readFile(join(folder, 'users.csv'), 'utf8')).toMatch(/^id,email,name,token\n/)
})

test.each(['users.csv', 'users.json', 'users.ndjson'])(
  'every token that a header can carry is read from %s as it is',
  async (name) => {
    const path = join(folder, name)
    const printing = Array.from({ length: 0x5f }, (_, index) => String.fromCharCode(0x20 + index)).join('')
    await writeUsersFile(
      path,
      accounts.slice(0, 1).map((account) => ({ ...account, token: `x${printing}x` })),
    )
    expect(await readUsersFile(path, asked)).toMatchObject([{ token: `x${printing}x` }])
  },
)

describe('what cannot be a file of users', () => {
  test.each([
    ['a missing column', 'users.csv', 'id,email,name\n1,a,b\n', /row 1: token is missing or empty/],
    ['an empty token', 'users.csv', 'id,email,name,token\n1,a,b,x\n2,a,b,\n', /row 2: token is missing or empty/],
    ['a ragged row', 'users.csv', 'id,email,name,token\n1,a\n', /not valid CSV/],
    [
      'a token twice',
      'users.csv',
      'id,email,name,token\n1,a,b,x\n2,c,d,y\n3,e,f,x\n',
      /row 3 has the same token as row 1/,
    ],
    [
      'a token with a line break',
      'users.csv',
      'id,email,name,token\n1,a,b,x\n2,a,b,"one\ntwo"\n',
      /row 2: token has "\\n" as character 4, which no header carries; allowed are ASCII characters that print$/,
    ],
    [
      'a token with a null byte',
      'users.json',
      '[{"id":"1","email":"a","name":"b","token":"\\u0000"}]',
      /row 1: token has "\\u0000" as character 1/,
    ],
    [
      'a token beyond ASCII',
      'users.json',
      '[{"id":"1","email":"a","name":"b","token":"ñandú"}]',
      /row 1: token has "ñ" as character 1/,
    ],
    [
      'a token beyond the basic plane',
      'users.json',
      '[{"id":"1","email":"a","name":"b","token":"ab😀"}]',
      /row 1: token has "😀" as character 3/,
    ],
    ['broken JSON', 'users.json', '[{"id":', /not valid JSON/],
    ['a broken line', 'users.ndjson', '\n{"id":', /users\.ndjson:2: this is not valid JSON/],
    ['a line that is no object', 'users.ndjson', '"ana"\n', /row 1 is no mapping/],
    ['JSON that is no list', 'users.json', '{"users":[]}', /allowed is a JSON list/],
    ['a row that is no object', 'users.json', '["ana"]', /row 1 is no mapping/],
    ['another ending', 'users.txt', '', /ends in \.csv, \.json or \.ndjson, not in "\.txt"/],
  ])('%s', async (_, name, text, complaint) => {
    expect(await complaintAbout(name, text)).toMatch(complaint)
  })

  test('a file that is not there', async () => {
    await expect(readUsersFile(join(folder, 'none.csv'), asked)).rejects.toThrow(/there is no such file/)
  })
})
