import type { Database, Statement } from 'better-sqlite3'

interface Job {
  /** Runs inside the transaction, and returns how to answer once it is durable. */
  readonly run: () => () => void
  readonly reject: (reason: unknown) => void
}

/** Enough for most of what sharing saves, and few enough that the first need not wait long for the last. */
export const jobsMax = 32

/**
 * Lets jobs that become ready in one turn of the event loop share one transaction, since the sync at its end costs far
 * more than the jobs. Each has a savepoint of its own, so that one which throws is undone alone. Nobody is answered
 * before the commit has returned; where the commit fails, every job of the group is rejected.
 * A group that is full is written at once, in the middle of the turn: otherwise a burst that arrives in one turn would
 * read one version, all of it, before anything was written.
 * @see docs/decisions/0002-a-group-is-bounded.md
 */
export class GroupCommit {
  readonly #database: Database
  readonly #begin: Statement
  readonly #commit: Statement
  readonly #rollback: Statement
  readonly #savepoint: Statement
  readonly #release: Statement
  readonly #rollbackToSavepoint: Statement
  readonly #onCommit: (jobs: number) => void
  #waiting: Job[] = []
  #isScheduled = false

  /** @param onCommit hears the size of each group once it is durable */
  constructor(database: Database, onCommit: (jobs: number) => void) {
    this.#database = database
    this.#onCommit = onCommit
    // A deferred transaction that reads and then writes can fail as busy whatever the timeout; IMMEDIATE cannot.
    this.#begin = database.prepare('BEGIN IMMEDIATE')
    this.#commit = database.prepare('COMMIT')
    this.#rollback = database.prepare('ROLLBACK')
    this.#savepoint = database.prepare('SAVEPOINT job')
    this.#release = database.prepare('RELEASE job')
    this.#rollbackToSavepoint = database.prepare('ROLLBACK TO job')
  }

  /**
   * Runs the job in the next transaction, in the order of the calls.
   * @returns what the job returned, once that is durable
   */
  run<T>(job: () => T): Promise<T> {
    return new Promise((resolve, reject) => {
      const run = () => {
        const value = job()
        return () => resolve(value)
      }
      this.#waiting.push({ run, reject })
      // A job may add jobs; their group has to wait for the one that is being written.
      if (this.#waiting.length >= jobsMax && !this.#database.inTransaction) this.#flush()
      else this.#schedule()
    })
  }

  #schedule(): void {
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      if (this.#waiting.length > 0) this.#flush()
    })
  }

  #flush(): void {
    const jobs = this.#waiting
    this.#waiting = []
    const answers: (() => void)[] = []
    try {
      this.#begin.run()
      for (const job of jobs) answers.push(this.#runAlone(job))
      this.#commit.run()
    } catch (error) {
      for (const job of jobs) job.reject(error)
      if (this.#database.inTransaction) this.#rollback.run()
      return
    }
    this.#onCommit(jobs.length)
    for (const answer of answers) answer()
  }

  #runAlone(job: Job): () => void {
    this.#savepoint.run()
    try {
      const answer = job.run()
      this.#release.run()
      return answer
    } catch (error) {
      // A full disk, for one, makes SQLite undo the whole transaction: then there is nothing left to commit.
      if (!this.#database.inTransaction) throw error
      this.#rollbackToSavepoint.run()
      this.#release.run()
      return () => job.reject(error)
    }
  }
}
