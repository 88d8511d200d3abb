import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { UsageError } from '../operator/errors.ts'
import { fileComplaint } from '../operator/file-complaint.ts'
import type { EventState, UserId } from '../booking/event.ts'
import type { Ledger } from '../booking/ledger.ts'
import { attemptsOf, type Attempt } from './attempt.ts'
import type { Cancellation } from './cancellation.ts'
import type { History } from './history.ts'
import {
  historySchemaId,
  type AttemptLine,
  type CancelLine,
  type EntryLine,
  type HistoryLine,
  type LedgerLine,
  type ReadLine,
  type RoundLine,
} from './history-lines.ts'

/** The run that a file of histories comes from. */
export interface RecordedRun {
  readonly id: string
  readonly bookload: string
  readonly scenario: string
  readonly seed: number
  readonly startedAt: string
}

/** A round, what its users saw of it, and what the system says it sold: all that it takes to judge it again. */
export interface RecordedRound {
  readonly name: string
  readonly repetition: number
  /** The event as it was before the first attempt. */
  readonly opening: EventState
  readonly ledger: Ledger | { readonly unavailable: string }
  /** The event as a look of its own showed it in the end, or why there was none. */
  readonly closing: EventState | { readonly unavailable: string }
  readonly history: History
  readonly reads: readonly Omit<ReadLine, 'type'>[]
  readonly cancellations: readonly Cancellation[]
  readonly planned: { readonly users: number; readonly seatsOf: (user: number, operation: number) => number }
  readonly launchedAttempts: number
  readonly accountOf: (user: number) => UserId
  readonly keyOf: (user: number, operation: number) => string | null
  readonly quietMs: number
  readonly lateMs: number
  readonly mayHold?: boolean
  readonly interrupted: boolean
}

/** Lines that are handed to the file at once: enough that a write is worth it, few enough to cost no memory. */
const linesAtOnce = 2000

/**
 * Every attempt of a run as NDJSON: a line for the run, then for each round a line of its own, one for each cancellation,
 * one for each attempt in the order in which they ended, one for each look at the event, and the ledger. Written when a
 * round is over, so that writing disturbs no burst; a run that is broken off leaves whole lines, and the line of the round
 * says how many there should be. What cannot be written does not stop the run: `close` tells of it.
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
    let lines: HistoryLine[] = []
    for (const line of linesOf(round)) {
      lines.push(line)
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

  async #write(lines: readonly HistoryLine[]): Promise<void> {
    if (this.#error !== null || this.#stream.write(textOf(lines))) return
    await once(this.#stream, 'drain').catch((error: unknown) => (this.#error = asError(error)))
  }
}

const textOf = (lines: readonly object[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('')

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)))

function* linesOf(round: RecordedRound): Generator<HistoryLine> {
  yield roundLine(round)
  // First, since a file that is cut off may hold no booking of a seat without what tells that it had been given back.
  for (const cancellation of round.cancellations) yield cancelLine(cancellation, round)
  for (const attempt of attemptsOf(round.history)) yield attemptLine(attempt, round)
  for (const read of round.reads) yield { type: 'read', ...read }
  if (!('unavailable' in round.ledger)) yield* round.ledger.entries.map(entryLine)
  yield ledgerLine(round)
}

function roundLine(round: RecordedRound): RoundLine {
  const { name, repetition, opening, planned, history, reads, cancellations, ledger } = round
  return {
    type: 'round',
    name,
    repetition,
    event: opening,
    users: planned.users,
    asked: askedByAll(round),
    launched: round.launchedAttempts,
    attempts: history.length,
    reads: reads.length,
    cancellations: cancellations.length,
    entries: 'unavailable' in ledger ? 0 : ledger.entries.length,
    openedUs: 0,
    ...(round.mayHold === undefined ? {} : { mayHold: round.mayHold }),
    interrupted: round.interrupted,
  }
}

/** What the first user asks for stands for all; where another asks for something else, the attempt says so. */
const askedByAll = ({ planned }: RecordedRound): number => planned.seatsOf(0, 0)

function attemptLine(attempt: Attempt, round: RecordedRound): AttemptLine {
  const { user, operation, step, outcome, cause, code, acknowledged } = attempt
  const asked = round.planned.seatsOf(user, operation)
  return {
    type: 'attempt',
    user,
    account: round.accountOf(user),
    attempt: attempt.attempt,
    operation,
    key: round.keyOf(user, operation),
    ...(step === 0 ? {} : { step }),
    ...(asked === askedByAll(round) ? {} : { asked }),
    plannedUs: attempt.plannedUs,
    sentUs: attempt.sentUs,
    ...(attempt.beganUs === undefined || attempt.beganUs === attempt.sentUs ? {} : { beganUs: attempt.beganUs }),
    endedUs: attempt.endedUs,
    status: attempt.status,
    outcome,
    ...(cause === null ? {} : { cause }),
    ...(code === null ? {} : { code }),
    ...acknowledgement(acknowledged),
  }
}

function acknowledgement(acknowledged: Attempt['acknowledged']): Partial<AttemptLine> {
  if (acknowledged === null) return {}
  const { kind: _, ...rest } = acknowledged
  return rest
}

function cancelLine({ outcome, ...cancellation }: Cancellation, round: RecordedRound): CancelLine {
  const { kind, ...told } = outcome
  return { type: 'cancel', account: round.accountOf(cancellation.user), ...cancellation, outcome: kind, ...told }
}

function entryLine({ available, ...entry }: Ledger['entries'][number]): EntryLine {
  // The order of the fields is what lets a reader take them from their bytes.
  const { version, kind, reference, userId, seats, at, ...key } = entry
  const left = available === null ? {} : { available }
  return { type: 'entry', version, kind, reference, userId, seats, ...left, at, ...key }
}

function ledgerLine({ ledger, closing, quietMs, lateMs }: RecordedRound): LedgerLine {
  const told = 'unavailable' in ledger ? { unavailable: ledger.unavailable } : { event: ledger.event }
  return { type: 'ledger', ...told, closing, quietMs, lateMs }
}
