import { join } from 'node:path'
import { expect, test } from 'vitest'
import { TargetError, UnreachableError, UsageError } from '../../../src/operator/errors.ts'
import { openSql } from '../../../src/target/sql/open-sql.ts'
import { temporaryFolder } from '../../server/support/temporary-folder.ts'
import { rmSync, writeFileSync } from 'node:fs'

function complaintAbout(url: string): string {
  try {
    openSql(url)
    return 'none'
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError)
    return error instanceof Error ? error.message : ''
  }
}

test.each([
  ['oracle://zoe:hunter2@host/shop', 'found oracle://'],
  ['postgress://zoe:hunter2@host/shop', 'found postgress:// (did you mean "postgres"?)'],
  ['zoe:hunter2@host/shop', 'found one without a scheme'],
  ['hunter2', 'found one without a scheme'],
  ['', 'found one without a scheme'],
])('a scheme that is not known is told: %s', (url, found) => {
  const complaint = complaintAbout(url)
  expect(complaint).toBe(
    `a database is named by a URL that starts with postgres://, postgresql://, mysql://, mariadb:// or sqlite:; ${found}`,
  )
})

test.each([
  'postgres:shop',
  'postgres://zoe:hunter2@host:port/shop',
  'postgres://zoe:12/hunter2@host/shop',
  'mysql://zoe:12?hunter2@host/shop',
  'mysql://zoe:12#hunter2@host/shop',
  'mysql://zoe:hunter2%@host/shop',
  'mysql://zoe:hunter2@',
])('what cannot be read is not repeated, for it may be a password: %s', (url) => {
  const complaint = complaintAbout(url)
  expect(complaint).toMatch(
    /^this [a-z]+: URL cannot be read; allowed is [a-z]+:\/\/user:password@host:port\/database, /,
  )
  expect(complaint).not.toMatch(/hunter2|zoe/)
})

test('a parameter that MySQL is not given is told by its name alone', () => {
  expect(complaintAbout('mysql://zoe:hunter2@host/shop?password=hunter2')).toBe(
    'mysql://host:3306/shop: found the parameter "password"; allowed is ssl-mode',
  )
  expect(complaintAbout('mariadb://zoe:hunter2@host:3307/shop?ssl-mode=on')).toBe(
    'mariadb://host:3307/shop: found ssl-mode=on; allowed are disabled, required, verify_ca, verify_identity',
  )
})

test('a SQLite file has to be there when it is named', () => {
  const folder = temporaryFolder()
  expect(complaintAbout(`sqlite:${folder}/shop.db`)).toBe(
    `sqlite:${folder}/shop.db: there is no such file or folder; allowed is a SQLite database`,
  )
  expect(complaintAbout(`sqlite://${folder}`)).toBe(`sqlite://${folder}: this is no file; allowed is a SQLite database`)
})

test('a file that is no database is told, and one that has gone cannot be reached', async () => {
  const file = join(temporaryFolder(), 'shop.db')
  writeFileSync(file, 'once upon a time there was a shop, and it sold what it had'.repeat(20))
  const database = openSql(`sqlite:${file}`)
  const read = () => database.rows({ texts: ['select 1'], values: [] })
  await expect(read()).rejects.toThrow(new TargetError(`sqlite:${file} cannot be read: file is not a database`))
  rmSync(file)
  await expect(read()).rejects.toThrow(UnreachableError)
})

test('what the URL of PostgreSQL asks for and cannot be done is told', async () => {
  const database = openSql('postgres://zoe:hunter2@127.0.0.1:1/shop?sslrootcert=nowhere.pem')
  await expect(database.rows({ texts: ['select 1'], values: [] })).rejects.toThrow(
    /^postgres:\/\/127\.0\.0\.1:1\/shop: what its URL asks for cannot be done: ENOENT/,
  )
})
