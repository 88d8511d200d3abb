import { join } from 'node:path'
import Database from 'better-sqlite3'
import * as fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { GroupCommit, jobsMax } from '../../../src/server/store/group-commit.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

function openNotes() {
  const path = join(temporaryFolder(), 'notes.db')
  const database = new Database(path)
  const observer = new Database(path)
  onTestFinished(() => {
    database.close()
    observer.close()
  })
  database.pragma('journal_mode = WAL')
  database.pragma('foreign_keys = ON')
  database.exec(`
    CREATE TABLE note (text TEXT PRIMARY KEY);
    CREATE TABLE reply (text TEXT REFERENCES note (text) DEFERRABLE INITIALLY DEFERRED);
  `)
  const groups: number[] = []
  const commit = new GroupCommit(database, (jobs) => groups.push(jobs))
  const add = database.prepare<[string]>('INSERT INTO note (text) VALUES (?)')
  const read = observer.prepare<[], string>('SELECT text FROM note ORDER BY rowid').pluck()
  return {
    database,
    commit,
    groups,
    add: (text: string) => add.run(text).changes,
    /** What a connection of its own sees: only what has been committed. */
    committed: () => read.all(),
  }
}

test('jobs of one turn share one transaction, in the order in which they came', async () => {
  const { commit, groups, add, committed } = openNotes()
  await Promise.all(['a', 'b', 'c'].map((text) => commit.run(() => add(text))))
  expect(groups).toEqual([3])
  expect(committed()).toEqual(['a', 'b', 'c'])
})

test('a group that is full is written at once, so that the jobs which come later in the turn find its work done', async () => {
  const { commit, groups, committed, add } = openNotes()
  const texts = Array.from({ length: jobsMax }, (_, index) => `note ${index}`)
  const first = texts.map((text) => commit.run(() => add(text)))
  expect(committed()).toEqual(texts)
  const last = commit.run(() => add('last'))
  expect(committed()).toEqual(texts)
  await Promise.all([...first, last])
  expect(committed()).toEqual([...texts, 'last'])
  expect(groups).toEqual([jobsMax, 1])
})

test('a job may add more jobs than a group holds', async () => {
  const { commit, groups } = openNotes()
  const inner = await commit.run(() => ({
    done: Promise.all(Array.from({ length: jobsMax + 1 }, () => commit.run(() => undefined))),
  }))
  await inner.done
  expect(groups).toEqual([1, jobsMax + 1])
})

test('jobs of a later turn have a transaction of their own', async () => {
  const { commit, groups, add } = openNotes()
  await commit.run(() => add('a'))
  await Promise.all([commit.run(() => add('b')), commit.run(() => add('c'))])
  expect(groups).toEqual([1, 2])
})

test('a job is answered with what it returned, once another connection can see its work', async () => {
  const { commit, add, committed } = openNotes()
  const seen = await commit.run(() => add('a')).then((changes) => ({ changes, notes: committed() }))
  expect(seen).toEqual({ changes: 1, notes: ['a'] })
})

test('nothing can be seen while the group is still at work', async () => {
  const { commit, add, committed } = openNotes()
  const seen = await Promise.all([commit.run(() => add('a')), commit.run(() => committed())])
  expect(seen).toEqual([1, []])
})

test('a job that throws is undone alone, down to what it had already written', async () => {
  const { commit, groups, add, committed } = openNotes()
  const outcomes = await Promise.allSettled([
    commit.run(() => add('a')),
    commit.run(() => {
      add('half')
      throw new Error('changed my mind')
    }),
    commit.run(() => add('a')),
    commit.run(() => add('b')),
  ])
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
  expect(outcomes[1]).toMatchObject({ reason: { message: 'changed my mind' } })
  expect(committed()).toEqual(['a', 'b'])
  expect(groups).toEqual([4])
})

test('where the commit fails, every job of the group is rejected and the next group is not harmed', async () => {
  const { database, commit, groups, add, committed } = openNotes()
  const orphan = database.prepare("INSERT INTO reply (text) VALUES ('to nobody')")
  const outcomes = await Promise.allSettled([commit.run(() => add('a')), commit.run(() => orphan.run())])
  expect(outcomes).toMatchObject([
    { status: 'rejected', reason: { code: 'SQLITE_CONSTRAINT_FOREIGNKEY' } },
    { status: 'rejected', reason: { code: 'SQLITE_CONSTRAINT_FOREIGNKEY' } },
  ])
  expect(committed()).toEqual([])
  await commit.run(() => add('b'))
  expect(committed()).toEqual(['b'])
  expect(groups).toEqual([1])
})

test('where SQLite undoes the transaction under a job, every job of the group is rejected', async () => {
  const { commit, database, add, committed } = openNotes()
  const outcomes = await Promise.allSettled([
    commit.run(() => add('a')),
    commit.run(() => {
      database.exec('ROLLBACK')
      throw new Error('disk full')
    }),
    commit.run(() => add('b')),
  ])
  const rejected = { status: 'rejected', reason: { message: 'disk full' } }
  expect(outcomes).toMatchObject([rejected, rejected, rejected])
  expect(committed()).toEqual([])
})

test('a job that is added by a job runs in the next transaction', async () => {
  const { commit, groups, add, committed } = openNotes()
  const inner = await commit.run(() => {
    add('a')
    return { done: commit.run(() => add('b')) }
  })
  expect(committed()).toEqual(['a'])
  await inner.done
  expect(groups).toEqual([1, 1])
})

test('whatever fails, exactly the jobs that were fulfilled are there, in order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ text: fc.constantFrom('a', 'b', 'c', 'd'), fails: fc.boolean() })),
      async (plan) => {
        const database = new Database(':memory:')
        database.exec('CREATE TABLE note (text TEXT PRIMARY KEY)')
        const add = database.prepare<[string]>('INSERT INTO note (text) VALUES (?)')
        const commit = new GroupCommit(database, () => undefined)
        const outcomes = await Promise.allSettled(
          plan.map(({ text, fails }) =>
            commit.run(() => {
              add.run(text)
              if (fails) throw new Error('changed my mind')
            }),
          ),
        )
        const fulfilled = plan.filter((_, index) => outcomes[index]?.status === 'fulfilled').map(({ text }) => text)
        expect(database.prepare('SELECT text FROM note ORDER BY rowid').pluck().all()).toEqual(fulfilled)
        const wanted = new Set(plan.filter(({ fails }) => !fails).map(({ text }) => text))
        expect(new Set(fulfilled)).toEqual(wanted)
        database.close()
      },
    ),
  )
})
