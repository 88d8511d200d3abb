import { expect, test } from 'vitest'
import { TargetError, UnreachableError } from '../../../src/operator/errors.ts'
import { keepSession, type Session } from '../../../src/target/sql/kept-session.ts'

const statement = { texts: ['select 1'], values: [] }

/** A server whose sessions answer, one after another, as they are told to; what is done to it is written down. */
function serverThat(...manners: readonly (readonly (Error | number)[])[]) {
  const log: string[] = []
  const left = manners.map((manner, index) => ({ name: `session ${index + 1}`, answers: [...manner] }))
  return {
    log,
    open: async (): Promise<Session> => {
      const next = left.shift()
      if (!next) throw new UnreachableError('nobody listens')
      const { name, answers } = next
      log.push(`open ${name}`)
      return {
        isOpen: () => answers.length > 0,
        async rows() {
          const answer = answers.shift()
          log.push(`ask ${name}`)
          if (typeof answer !== 'number') throw answer ?? new Error('it is not open')
          return [{ answer }]
        },
        async close() {
          log.push(`close ${name}`)
        },
      }
    },
  }
}

const lost = new UnreachableError('it was lost')

test('nothing is opened before the first read, and then one session serves all', async () => {
  const server = serverThat([1, 2, 3])
  const database = keepSession(server.open)
  expect(server.log).toEqual([])
  expect(await database.rows(statement)).toEqual([{ answer: 1 }])
  expect(await database.rows(statement)).toEqual([{ answer: 2 }])
  await database.close()
  expect(server.log).toEqual(['open session 1', 'ask session 1', 'ask session 1', 'close session 1'])
})

test('a session that is lost, and shows it only when it is asked, is replaced, and the statement asked again', async () => {
  const server = serverThat([1, lost], [2])
  const database = keepSession(server.open)
  await database.rows(statement)
  expect(await database.rows(statement)).toEqual([{ answer: 2 }])
  expect(server.log.slice(2)).toEqual(['ask session 1', 'close session 1', 'open session 2', 'ask session 2'])
})

test('a session that was just opened and is lost is not replaced at once, but by the next read', async () => {
  const server = serverThat([lost], [2])
  const database = keepSession(server.open)
  await expect(database.rows(statement)).rejects.toThrow(lost)
  expect(server.log).toEqual(['open session 1', 'ask session 1'])
  expect(await database.rows(statement)).toEqual([{ answer: 2 }])
})

test('what the database refuses is not asked again', async () => {
  const refused = new TargetError('no such table')
  const server = serverThat([1, refused, 3])
  const database = keepSession(server.open)
  await database.rows(statement)
  await expect(database.rows(statement)).rejects.toThrow(refused)
  expect(await database.rows(statement)).toEqual([{ answer: 3 }])
  expect(server.log.filter((entry) => entry.startsWith('open'))).toEqual(['open session 1'])
})

test('a database that was closed is closed once, and opened again when it is read', async () => {
  const server = serverThat([1, 2], [3])
  const database = keepSession(server.open)
  await database.rows(statement)
  await Promise.all([database.close(), database.close()])
  expect(server.log.slice(2)).toEqual(['close session 1'])
  expect(await database.rows(statement)).toEqual([{ answer: 3 }])
})

test('to close a database that was never read opens nothing', async () => {
  const server = serverThat([1])
  await keepSession(server.open).close()
  expect(server.log).toEqual([])
})
