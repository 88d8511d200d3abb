import type { Database } from 'better-sqlite3'

export function prepareSettingStatements(database: Database) {
  const insert = database.prepare<[string, string]>(
    'INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING',
  )
  const read = database.prepare<[string], string>('SELECT value FROM setting WHERE name = ?').pluck()
  return {
    /** The setting's value; the first time, the one that is given is kept. */
    readOrKeep: (name: string, fresh: string): string => {
      insert.run(name, fresh)
      return read.get(name) ?? fresh
    },
  }
}
