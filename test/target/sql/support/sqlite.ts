import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { SqlKind, SqlService } from './sql-service.ts'

export const sqlite: SqlKind = {
  name: 'SQLite',
  missing: null,
  start,
  tables: [
    `create table booking (
       reference text primary key, version bigint, total decimal(10, 2), paid boolean, at datetime, day date,
       note text, details json
     )`,
    `insert into booking values ('EVT-1', 7, 19.50, true, '2026-05-01 10:00:00.250Z', '2026-05-01', 'it''s', '{"rows":[1,2]}')`,
    'create table number (n integer)',
    'insert into number with recursive up (n) as (select 1 union all select n + 1 from up where n < 100000) select n from up',
    'create table odd (paid boolean, details json)',
    "insert into odd values (2, 'not JSON')",
  ],
  oddities: [
    { asked: `9007199254740993 as value`, value: '9007199254740993' },
    { asked: `paid as value from odd`, value: 2 },
    { asked: `details as value from odd`, value: 'not JSON' },
    { asked: `x'0aff' as value`, value: '0aff' },
  ],
  endless: 'with recursive up (n) as (select 1 union all select n + 1 from up) select n from up',
  server: null,
  waysOut: ['pragma query_only = false', 'rollback'],
  refusal: /refused the statement: attempt to write a readonly database$/,
}

async function start(): Promise<SqlService> {
  const folder = mkdtempSync(join(tmpdir(), 'bookload-sql-'))
  const path = join(folder, 'shop.db')
  async function write(...statements: readonly string[]): Promise<void> {
    const database = new Database(path)
    for (const statement of statements) database.exec(statement)
    database.close()
  }
  await write('pragma journal_mode = wal')
  return {
    url: `sqlite://${path}`,
    write,
    // There is no server that could restart, but one that starts may write its file anew.
    async restart() {
      const database = new Database(path)
      await database.backup(`${path}.new`)
      database.close()
      renameSync(`${path}.new`, path)
    },
    async stop() {
      rmSync(folder, { recursive: true })
    },
  }
}
