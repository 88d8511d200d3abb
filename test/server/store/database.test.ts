import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { DatabaseFileError, explainOpening, MissingBindingError } from '../../../src/server/store/database-errors.ts'
import { openDatabase } from '../../../src/server/store/database.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

test('what is committed has been synced: WAL, at the level that syncs at each commit', () => {
  const database = openDatabase(join(temporaryFolder(), 'test.db'))
  onTestFinished(() => {
    database.close()
  })
  const full = 2
  expect(database.pragma('journal_mode', { simple: true })).toBe('wal')
  expect(database.pragma('synchronous', { simple: true })).toBe(full)
})

test('nobody but its owner may read it, since it holds the secret of the tokens', () => {
  const path = join(temporaryFolder(), 'test.db')
  const database = openDatabase(path)
  onTestFinished(() => {
    database.close()
  })
  for (const file of [path, `${path}-wal`, `${path}-shm`]) expect(statSync(file).mode & 0o777).toBe(0o600)
})

test('a database of ours is opened again', () => {
  const path = join(temporaryFolder(), 'test.db')
  openDatabase(path).close()
  expect(() => openDatabase(path).close()).not.toThrow()
})

describe('a file that cannot serve is named, and left as it is', () => {
  test('in a folder that is not there', () => {
    expect(() => openDatabase(join(temporaryFolder(), 'no', 'such.db'))).toThrow(
      /such\.db cannot be used as a database: /,
    )
  })

  test('a folder', () => {
    const path = join(temporaryFolder(), 'folder.db')
    mkdirSync(path)
    expect(() => openDatabase(path)).toThrow(DatabaseFileError)
  })

  test('a text', () => {
    const path = join(temporaryFolder(), 'notes.db')
    const text = 'not a database, '.repeat(100)
    writeFileSync(path, text)
    expect(() => openDatabase(path)).toThrow(/notes\.db cannot be used as a database: file is not a database/)
    expect(readFileSync(path, 'utf8')).toBe(text)
  })

  test('the database of another program', () => {
    const path = join(temporaryFolder(), 'shop.db')
    const foreign = new Database(path)
    foreign.exec('CREATE TABLE orders (id INTEGER)')
    foreign.close()
    const before = readFileSync(path)
    expect(() => openDatabase(path)).toThrow(/shop\.db cannot be used as a database: it is the database of another/)
    expect(readFileSync(path).equals(before)).toBe(true)
  })
})

test.each([
  Object.assign(new Error("Cannot find module 'bindings'"), { code: 'MODULE_NOT_FOUND' }),
  new Error('Could not locate the bindings file. Tried: …'),
  Object.assign(new Error('… was compiled against a different Node.js version using NODE_MODULE_VERSION 127.'), {
    code: 'ERR_DLOPEN_FAILED',
  }),
])('a binding that does not load is explained with its remedy: $message', (error) => {
  const explained = explainOpening(error, 'shop.db')
  expect(explained).toBeInstanceOf(MissingBindingError)
  expect(explained.message).toMatch(/npm rebuild better-sqlite3/)
})
