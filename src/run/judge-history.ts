import { cpus } from 'node:os'
import { basename, extname } from 'node:path'
import { accountNumbersOf } from '../judge/account-numbers.ts'
import { mergeStatuses } from '../judge/ruling.ts'
import { burstOf } from '../record/step-of.ts'
import type { RunLine } from '../record/history-lines.ts'
import { sendSpread } from '../record/sending.ts'
import { resultSchemaId, type Result, type RoundResult } from '../report/result.ts'
import type { Expectation } from '../scenario/expectation.ts'
import type { ToldRound } from './gathered-round.ts'
import { confidenceIn, playingOf } from './confidence-in.ts'
import { readLedgerFile } from './read-ledger-file.ts'
import { HistoryReader } from './read-history.ts'
import { assembleRound } from './round-result.ts'

export interface JudgeOptions {
  /** The file of histories. */
  readonly path: string
  /** A file with the ledger of its one event, where the history has none in it; or null. */
  readonly ledgerPath: string | null
  /** What every round hopes for. */
  readonly expectations: readonly Expectation[]
  readonly judgedAt: Date
  readonly version: string
}

export interface JudgedHistory {
  readonly result: Result
  /** What limits the verdict, a sentence each. */
  readonly notes: readonly string[]
}

/**
 * Judges what a file tells, round by round, and sends nothing.
 * @throws {UsageError} where a file cannot be understood
 */
export async function judgeHistory(options: JudgeOptions): Promise<JudgedHistory> {
  const { path, ledgerPath, expectations } = options
  const reader = new HistoryReader(path, ledgerPath === null ? null : await readLedgerFile(ledgerPath))
  const judged: Judged[] = []
  for await (const round of reader.rounds()) judged.push(judgeRound(round, expectations))
  return {
    result: assembleResult(options, reader.run, judged),
    notes: judged.flatMap(noteOn(path)),
  }
}

/** What is left of a round once it was judged: its history may be long, and there may be many of them. */
interface Judged {
  readonly result: RoundResult
  readonly asked: number | null
  readonly users: number
  /** Of all who asked for anything. */
  readonly accounts: readonly string[]
  readonly isInterrupted: boolean
  /** As `sendSpread` has it. */
  readonly spreadMs: number | null
  readonly cutOff: string | null
}

function judgeRound(round: ToldRound, expectations: readonly Expectation[]): Judged {
  const { name, repetition, facts, asked, cutOff } = round
  const spreadMs = sendSpread(burstOf(facts.history))?.spreadMs ?? null
  const { generator: _, ...result } = assembleRound({
    plan: { name, repetition, capacity: facts.opening.capacity, arrivals: { pattern: 'burst' }, followUps: [] },
    facts,
    expectations,
    fired: {
      launched: facts.launchedAttempts,
      openedMs: 0,
      armMs: 0,
      releaseMs: spreadMs ?? 0,
      durationMs: 0,
      slowestMs: 0,
      busyShare: 0,
    },
    connectMs: 0,
    self: { cpuMs: 0, eventLoopDelayP99Ms: 0 },
    usage: null,
    oddities: [],
  })
  return {
    result,
    asked,
    users: facts.planned.users,
    accounts: accountNumbersOf(facts).accounts,
    isInterrupted: facts.interrupted,
    spreadMs,
    cutOff,
  }
}

function assembleResult({ path, judgedAt, version }: JudgeOptions, run: RunLine, judged: readonly Judged[]): Result {
  const rounds = judged.map(({ result }) => result)
  const accounts = countAccounts(judged)
  return {
    schema: resultSchemaId,
    bookload: version,
    run: {
      id: run.id ?? basename(path),
      startedAt: run.startedAt ?? judgedAt.toISOString(),
      durationMs: rounds.reduce((sum, { durationMs }) => sum + durationMs, 0),
      node: process.version,
      cpus: cpus().length,
      seed: run.seed ?? 0,
      partial: judged.some(({ isInterrupted }) => isInterrupted),
      failure: null,
    },
    scenario: {
      name: run.scenario ?? basename(path, extname(path)),
      accounts,
      rounds: judged.map(({ result: { name, event }, asked, users }) => ({
        name,
        capacity: event.capacity,
        ...(asked === null ? {} : { seats: asked }),
        users,
      })),
    },
    target: { kind: 'http', baseUrl: run.target ?? 'recorded' },
    users: { created: 0, tokens: accounts, seedMs: 0 },
    rounds,
    confidence: confidenceIn(judged.map(({ result, ...rest }) => playingOf(result, rest))),
    verdict: {
      pass: rounds.every(({ verdict }) => verdict.pass),
      ruling: mergeStatuses(rounds.map(({ verdict }) => verdict.ruling)),
    },
  }
}

/** Rounds may share their accounts. */
function countAccounts(judged: readonly Judged[]): number {
  const [only, ...others] = judged
  return only && others.length === 0 ? only.accounts.length : new Set(judged.flatMap(({ accounts }) => accounts)).size
}

const noteOn =
  (path: string) =>
  ({ result: { name }, cutOff }: Judged): readonly string[] =>
    cutOff === null
      ? []
      : [
          `${path}: ${name} is cut off: ${cutOff}; what there is of it is judged as of a round that was interrupted, since ` +
            'what is missing could be anything',
        ]
