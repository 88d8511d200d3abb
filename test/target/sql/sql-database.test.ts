import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { TargetError, UnreachableError } from '../../../src/operator/errors.ts'
import { openSql } from '../../../src/target/sql/open-sql.ts'
import type { SqlDatabase, SqlStatement } from '../../../src/target/sql/sql-database.ts'
import { mariadb } from './support/mariadb.ts'
import { postgres } from './support/postgres.ts'
import { password, type SqlKind, type SqlService } from './support/sql-service.ts'
import { sqlite } from './support/sqlite.ts'

/** Where it is `all`, a database that is not installed fails its tests instead of leaving them out. */
const needsAll = process.env['BOOKLOAD_TEST_SERVICES'] === 'all'

for (const kind of [sqlite, postgres, mariadb]) {
  const isLeftOut = kind.missing !== null && !needsAll
  describe.skipIf(isLeftOut)(`${kind.name}${isLeftOut ? `, left out: ${kind.missing} is not installed` : ''}`, () => {
    casesOf(kind)
  })
}

/** A statement, written as it will be where it is read from a file. */
const sql = (texts: TemplateStringsArray, ...values: SqlStatement['values']): SqlStatement => ({ texts, values })

const plain = (text: string): SqlStatement => ({ texts: [text], values: [] })

function open(...asked: Parameters<typeof openSql>): SqlDatabase {
  const database = openSql(...asked)
  onTestFinished(() => database.close())
  return database
}

const failureOf = async (asked: Promise<unknown>): Promise<Error> =>
  asked.then(
    () => new Error('it was answered'),
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  )

function casesOf(kind: SqlKind): void {
  let service: SqlService

  beforeAll(async () => {
    if (kind.missing !== null) throw new Error(`${kind.missing} is not installed`)
    service = await kind.start()
    await service.write(...kind.tables)
  })
  afterAll(() => service?.stop())

  test('every type comes as the value that JavaScript has for it', async () => {
    const [row] = await open(service.url).rows(sql`select * from booking`)
    expect(row).toEqual({
      reference: 'EVT-1',
      version: 7,
      total: 19.5,
      paid: true,
      at: expect.stringMatching(/^2026-05-01T10:00:00\.250?Z$/),
      day: '2026-05-01',
      note: "it's",
      details: { rows: [1, 2] },
    })
  })

  test('counts and sums are numbers, and what no number can be is told digit by digit', async () => {
    await service.write('create table big (n bigint)', 'insert into big values (9007199254740993), (null)')
    const database = open(service.url)
    const counted = sql`select count(*) as count, sum(version) as sum, max(total) as top from booking`
    expect(await database.rows(counted)).toEqual([{ count: 1, sum: 7, top: 19.5 }])
    expect(await database.rows(sql`select n from big order by n is null`)).toEqual([
      { n: '9007199254740993' },
      { n: null },
    ])
  })

  test.each(kind.oddities)('$asked is $value', async ({ asked, value }) => {
    expect(await open(service.url).rows(plain(`select ${asked}`))).toEqual([{ value }])
  })

  test('values are bound, whatever stands in them', async () => {
    const database = open(service.url)
    const hostile = `EVT-1'; drop table booking; --`
    expect(await database.rows(sql`select reference from booking where reference = ${hostile}`)).toEqual([])
    expect(await database.rows(sql`select version from booking where note = ${"it's"} and version = ${7}`)).toEqual([
      { version: 7 },
    ])
    expect(await database.rows(sql`select version from booking where paid = ${false} or total = ${19.5}`)).toEqual([
      { version: 7 },
    ])
    expect(await database.rows(sql`select coalesce(${null}, note) as note from booking limit ${1}`)).toEqual([
      { note: "it's" },
    ])
    expect(await database.rows(sql`select count(*) as count from booking`)).toEqual([{ count: 1 }])
  })

  test('a whole number is bound as one, so that it is found in a column of text', async () => {
    await service.write('create table seat (label varchar(9))', "insert into seat values ('7')")
    expect(await open(service.url).rows(sql`select label from seat where label = ${7}`)).toEqual([{ label: '7' }])
  })

  test.each([
    `delete from booking`,
    `insert into booking (reference) values ('EVT-2') returning reference`,
    `create table other (n integer)`,
    `drop table booking`,
  ])('the database refuses to write: %s', async (statement) => {
    const database = open(service.url)
    const failure = await failureOf(database.rows(plain(statement)))
    expect(failure).toBeInstanceOf(TargetError)
    expect(failure.message).toMatch(kind.refusal)
    expect(await database.rows(sql`select reference from booking`)).toEqual([{ reference: 'EVT-1' }])
  })

  test('nothing leads out of being read-only', async () => {
    const database = open(service.url)
    for (const statement of [
      ...kind.waysOut,
      'commit; delete from booking',
      'select 1; delete from booking',
      'commit',
    ]) {
      await expect(database.rows(plain(statement))).rejects.toThrow(TargetError)
      await expect(database.rows(sql`delete from booking`)).rejects.toThrow(kind.refusal)
      await expect(database.rows(sql`drop table booking`)).rejects.toThrow(kind.refusal)
    }
    expect(await database.rows(sql`select reference from booking`)).toEqual([{ reference: 'EVT-1' }])
  })

  test('each read shows what was committed until then', async () => {
    await service.write('create table sale (n integer)')
    const database = open(service.url)
    const read = () => database.rows(sql`select n from sale order by n`)
    expect(await read()).toEqual([])
    await service.write('insert into sale values (1)')
    expect(await read()).toEqual([{ n: 1 }])
    await service.write('insert into sale values (2)')
    expect(await read()).toEqual([{ n: 1 }, { n: 2 }])
  })

  test('what is asked at once is answered one after the other', async () => {
    const database = open(service.url)
    const asked = Array.from({ length: 10 }, (_, n) => database.rows(sql`select count(*) + ${n} as n from booking`))
    expect(await Promise.all(asked)).toEqual(asked.map((_, n) => [{ n: n + 1 }]))
  })

  test('a hundred thousand rows', async () => {
    const rows = await open(service.url).rows(sql`select n from number order by n`)
    expect(rows.map(({ n }) => n)).toEqual(Array.from({ length: 100_000 }, (_, index) => index + 1))
  })

  test('it is found again after it was restarted', async () => {
    const database = open(service.url)
    const read = () => database.rows(sql`select reference from booking`)
    expect(await read()).toEqual([{ reference: 'EVT-1' }])
    await service.restart()
    expect(await read()).toEqual([{ reference: 'EVT-1' }])
  })

  test('a statement that is never done is broken off, and the next one is answered', async () => {
    const database = open(service.url, { connectMs: 5000, statementMs: 300 })
    const failure = await failureOf(database.rows(plain(kind.endless)))
    expect(failure).toBeInstanceOf(TargetError)
    expect(failure.message).toMatch(/refused the statement: .*0\.3 s/)
    expect(await database.rows(sql`select reference from booking`)).toEqual([{ reference: 'EVT-1' }])
  })

  test('a statement that asks for nothing that is there is refused by name', async () => {
    const failure = await failureOf(open(service.url).rows(sql`select * from nowhere where reference = ${'EVT-1'}`))
    expect(failure).toBeInstanceOf(TargetError)
    expect(failure).not.toBeInstanceOf(UnreachableError)
    expect(failure.message).toMatch(/^[a-z]+:\/\/.*\/shop(?:\.db)? refused the statement: .*nowhere.*$/)
    expect(failure.message).not.toContain(password)
    expect(failure.message).not.toContain(encodeURIComponent(password))
  })

  if (kind.server) serverCasesOf(kind.server, () => service.url)
}

function serverCasesOf(server: NonNullable<SqlKind['server']>, serviceUrl: () => string): void {
  const changed = (change: (url: URL) => void): URL => {
    const url = new URL(serviceUrl())
    change(url)
    return url
  }

  test('a wrong password is told without the password', async () => {
    const url = changed((it) => (it.password = 'swordfish'))
    const failure = await failureOf(open(url.href).rows(sql`select 1 as one`))
    expect(failure).toBeInstanceOf(TargetError)
    expect(failure).not.toBeInstanceOf(UnreachableError)
    expect(failure.message).toBe(`${url.protocol}//${url.host}/shop refused the connection: ${server.wrongPassword}`)
  })

  test('an unknown database is told', async () => {
    const url = changed((it) => (it.pathname = '/nowhere'))
    const failure = await failureOf(open(url.href).rows(sql`select 1 as one`))
    expect(failure).toBeInstanceOf(TargetError)
    expect(failure.message).toBe(
      `${url.protocol}//${url.host}/nowhere refused the connection: ${server.unknownDatabase}`,
    )
  })

  test('where nobody listens, that is told', async () => {
    const url = changed((it) => (it.port = '1'))
    const failure = await failureOf(open(url.href).rows(sql`select 1 as one`))
    expect(failure).toBeInstanceOf(UnreachableError)
    expect(failure.message).toBe(`${url.protocol}//127.0.0.1:1/shop cannot be reached: nobody listens there`)
  })

  test('who hangs up at once cannot be reached', async () => {
    const door = await openDoor(Number(changed(() => {}).port))
    door.shut()
    const url = changed((it) => (it.port = `${door.port}`))
    const failure = await failureOf(open(url.href).rows(sql`select 1 as one`))
    expect(failure).toBeInstanceOf(UnreachableError)
    expect(failure.message).toMatch(/ cannot be reached: Connection (?:terminated|lost)/)
  })

  test('a server that falls silent cannot be reached until it speaks again', async () => {
    const door = await openDoor(Number(changed(() => {}).port))
    const url = changed((it) => (it.port = `${door.port}`))
    const database = open(url.href, { connectMs: 1000, statementMs: 1000 })
    expect(await database.rows(sql`select 1 as one`)).toEqual([{ one: 1 }])
    door.hush()
    const failure = await failureOf(database.rows(sql`select 1 as one`))
    expect(failure).toBeInstanceOf(UnreachableError)
    expect(failure.message).toMatch(/ cannot be reached: it did not answer in time$/)
    door.speak()
    expect(await database.rows(sql`select 1 as one`)).toEqual([{ one: 1 }])
  })

  test('the connection is encrypted where the URL asks for it', async () => {
    const securedBy = (parameters: string) =>
      open(changed((it) => (it.search = parameters)).href).rows(plain(server.isSecured))
    expect(await securedBy('')).toEqual([{ secured: 'false' }])
    expect(await securedBy(server.secured)).toEqual([{ secured: 'true' }])
    const failure = await failureOf(securedBy(server.verified))
    expect(failure).toBeInstanceOf(TargetError)
    expect(failure.message).toMatch(/ refused the connection: self-signed certificate$/)
  })
}

/** A way to a server which can be closed to who comes, or carry nothing on. */
async function openDoor(to: number): Promise<{ port: number; shut(): void; hush(): void; speak(): void }> {
  const pairs: Socket[] = []
  let manner: 'open' | 'shut' | 'silent' = 'open'
  const door = createServer((inside) => {
    pairs.push(inside.on('error', () => {}))
    if (manner === 'shut') inside.destroy()
    if (manner !== 'open') return
    const outside = connect(to, '127.0.0.1').on('error', () => {})
    pairs.push(outside)
    inside.pipe(outside).pipe(inside)
  }).listen(0, '127.0.0.1')
  await once(door, 'listening')
  onTestFinished(() => {
    for (const socket of pairs) socket.destroy()
    door.close()
  })
  const address = door.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    shut: () => (manner = 'shut'),
    hush() {
      manner = 'silent'
      for (const socket of pairs) socket.unpipe()
    },
    speak: () => (manner = 'open'),
  }
}
