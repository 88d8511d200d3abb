import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { UsageError } from '../operator/errors.ts'
import { fileComplaint } from '../operator/file-complaint.ts'
import type { EventState, UserId } from '../booking/event.ts'
import { attemptsOf, type Attempt } from './attempt.ts'
import type { History } from './history.ts'

const historySchemaId = 'bookload.history/v1'

/** The run that a file of histories comes from. */
export interface RecordedRun {
  readonly id: string
  readonly bookload: string
  readonly scenario: string
  readonly seed: number
  readonly startedAt: string
}

/** A round and what its users saw of it. */
export interface RecordedRound {
  readonly name: string
  readonly repetition: number
  /** The event as it was before the first attempt. */
  readonly event: EventState
  readonly users: number
  readonly history: History
  readonly accountOf: (user: number) => UserId
  readonly keyOf: (user: number, operation: number) => string | null
}

/** Lines that are handed to the file at once: enough that a write is worth it, few enough to cost no memory. */
const linesAtOnce = 2000

/**
 * Every attempt of a run as NDJSON: a line for the run, then for each round a line of its own and one for each attempt
 * in the order in which they ended. Written when a round is over, so that writing disturbs no burst; a run that is
 * broken off leaves whole lines. What cannot be written does not stop the run: `close` tells of it.
 */
export class HistoryFile {
  readonly #path: string
  readonly #stream: WriteStream
  #error: Error | null = null

  /** Opens the file, and empties it where it exists. */
  constructor(path: string, run: RecordedRun) {
    this.#path = path
    this.#stream = createWriteStream(path)
    this.#stream.on('error', (error) => (this.#error = error))
    this.#stream.write(textOf([{ type: 'run', schema: historySchemaId, ...run }]))
  }

  async add(round: RecordedRound): Promise<void> {
    const { name, repetition, event, users, history } = round
    let lines: object[] = [{ type: 'round', name, repetition, event, users, attempts: history.length }]
    for (const attempt of attemptsOf(history)) {
      lines.push(lineOf(attempt, round))
      if (lines.length < linesAtOnce) continue
      await this.#write(lines)
      lines = []
    }
    await this.#write(lines)
  }

  /** @throws {UsageError} where not all of it could be written, such as on a full disk */
  async close(): Promise<void> {
    if (this.#error === null) {
      this.#stream.end()
      await finished(this.#stream).catch((error: unknown) => (this.#error = asError(error)))
    }
    if (this.#error !== null) throw new UsageError(`${this.#path}: it cannot be written: ${fileComplaint(this.#error)}`)
  }

  async #write(lines: readonly object[]): Promise<void> {
    if (this.#error !== null || this.#stream.write(textOf(lines))) return
    await once(this.#stream, 'drain').catch((error: unknown) => (this.#error = asError(error)))
  }
}

const textOf = (lines: readonly object[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('')

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

function lineOf(attempt: Attempt, { accountOf, keyOf }: RecordedRound): object {
  const { user, operation, outcome, cause, code, acknowledged } = attempt
  return {
    type: 'attempt',
    user,
    account: accountOf(user),
    attempt: attempt.attempt,
    operation,
    key: keyOf(user, operation),
    plannedUs: toTenth(attempt.plannedUs),
    sentUs: toTenth(attempt.sentUs),
    endedUs: toTenth(attempt.endedUs),
    status: attempt.status,
    outcome,
    ...(cause === null ? {} : { cause }),
    ...(code === null ? {} : { code }),
    ...acknowledgement(acknowledged),
  }
}

function acknowledgement(acknowledged: Attempt['acknowledged']): object {
  if (acknowledged === null) return {}
  const { kind: _, ...rest } = acknowledged
  return rest
}

/** Clocks are no finer than this, and longer numbers only make longer files. */
const toTenth = (us: number): number => Math.round(us * 10) / 10
