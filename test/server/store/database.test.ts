import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { explainMissingBinding, openDatabase } from '../../../src/server/store/database.ts'
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

test.each([
  Object.assign(new Error("Cannot find module 'bindings'"), { code: 'MODULE_NOT_FOUND' }),
  new Error('Could not locate the bindings file. Tried: …'),
  Object.assign(new Error('… was compiled against a different Node.js version using NODE_MODULE_VERSION 127.'), {
    code: 'ERR_DLOPEN_FAILED',
  }),
])('a binding that does not load is explained with its remedy: $message', (error) => {
  expect(explainMissingBinding(error)).toMatch(/npm rebuild better-sqlite3/)
})

test('any other failure is left as it is', () => {
  expect(explainMissingBinding(new Error('unable to open database file'))).toBeUndefined()
  expect(() => openDatabase(join(temporaryFolder(), 'no', 'such', 'folder.db'))).toThrow(/directory does not exist/)
})
