import { z } from 'zod'
import { ledgerKinds } from '../booking/ledger.ts'
import { outcomeKinds } from '../booking/outcome.ts'
import { rulingStatuses } from '../judge/rule.ts'

export const resultSchemaId = 'bookload.result/v1'

const count = z.int().nonnegative()
const milliseconds = z.number().nonnegative()
const rulingStatus = z.enum(rulingStatuses)

const outcomeCounts = z.strictObject({
  booked: count,
  conflict: count,
  soldOut: count,
  waitlisted: count,
  rateLimited: count,
  rejected: count,
  unknown: count,
})

/** Null wherever nothing was measured: a percentile of no attempts is not 0 ms. */
const latencySummary = z.strictObject({
  count,
  min: milliseconds.nullable(),
  mean: milliseconds.nullable(),
  stdev: milliseconds.nullable(),
  p50: milliseconds.nullable(),
  p90: milliseconds.nullable(),
  p95: milliseconds.nullable(),
  p99: milliseconds.nullable(),
  max: milliseconds.nullable(),
})

const attemptEvidence = z.strictObject({
  user: count,
  attempt: count,
  outcome: z.enum(outcomeKinds),
  status: count,
  sentMs: z.number(),
  endedMs: z.number(),
  reference: z.string().nullable(),
  version: count.nullable(),
})

const ledgerEntry = z.strictObject({
  version: count,
  kind: z.enum(ledgerKinds),
  reference: z.string(),
  userId: z.string(),
  seats: z.int(),
  available: z.int(),
  at: z.string(),
  key: z.string().optional(),
})

const witness = z.strictObject({
  claim: z.string(),
  attempts: z.array(attemptEvidence),
  entries: z.array(ledgerEntry),
})

const invariant = z.strictObject({
  id: z.string(),
  status: rulingStatus,
  statement: z.string(),
  detail: z.string(),
  evidence: z.array(witness),
})

const expectation = z.strictObject({
  expression: z.string(),
  /** What was measured, in the unit of the expression's metric (ms for times); null where it could not be. */
  actual: z.number().nullable(),
  pass: z.boolean(),
})

const round = z.strictObject({
  name: z.string(),
  /** Which playing of this round it was, from 1: `--repeat` plays each several times, on a fresh event every time. */
  repetition: count,
  event: z.strictObject({
    id: z.string(),
    capacity: count,
    /** By the ledger; null, like the fields below, where it could not be read. */
    soldSeats: z.int().nullable(),
    availableSeats: z.int().nullable(),
    oversoldSeats: count.nullable(),
    version: count.nullable(),
  }),
  outcomes: outcomeCounts.describe('users, by how each ended'),
  attempts: outcomeCounts.extend({ total: count }).describe('requests, by what each came to'),
  reasons: z
    .array(
      z.strictObject({
        outcome: z.enum(['rejected', 'unknown']),
        status: count.describe('the HTTP status, 0 where no answer came'),
        reason: z.string().nullable().describe('the code of a rejection, or the cause of an unknown outcome'),
        attempts: count,
      }),
    )
    .describe('why attempts were rejected or unknown, the most frequent first'),
  winners: z.array(
    z.strictObject({
      user: count,
      reference: z.string().nullable(),
      seats: count.nullable(),
      version: count.nullable(),
      attempt: count,
      latencyMs: milliseconds,
    }),
  ),
  latency: latencySummary.extend({
    unit: z.literal('ms'),
    byOutcome: z.partialRecord(z.enum(outcomeKinds), latencySummary),
  }),
  burst: z.strictObject({
    users: count,
    connectMs: milliseconds,
    armMs: milliseconds,
    /** From the first send of the burst to the last. */
    releaseMs: milliseconds,
  }),
  server: z
    .strictObject({
      cpuMs: milliseconds,
      rssStartMb: z.number(),
      rssPeakMb: z.number(),
      rssEndMb: z.number(),
      eventLoopDelayP99Ms: z.number(),
    })
    .nullable(),
  /** From the opening of the gate to the last answer. */
  durationMs: milliseconds,
  verdict: z.strictObject({
    pass: z.boolean(),
    ruling: rulingStatus,
    invariants: z.array(invariant),
    expectations: z.array(expectation),
  }),
})

/** The result of one run: what `--json` prints and `-o` writes. Times are milliseconds, ids are strings. */
export const resultSchema = z.strictObject({
  schema: z.literal(resultSchemaId),
  bookload: z.string(),
  run: z.strictObject({
    id: z.string(),
    startedAt: z.iso.datetime(),
    durationMs: milliseconds,
    node: z.string(),
    cpus: count,
    seed: count,
    /** True when the run was interrupted, so that what follows covers only what had happened by then. */
    partial: z.boolean(),
    /** Why the run could not be carried through, in one sentence; null when it could. */
    failure: z.string().nullable(),
  }),
  scenario: z.record(z.string(), z.unknown()).describe('the scenario with every default filled in'),
  target: z.strictObject({
    kind: z.enum(['embedded', 'http']),
    baseUrl: z.string(),
    store: z.string().optional(),
    strategy: z.string().optional(),
  }),
  users: z.strictObject({ created: count, tokens: count, seedMs: milliseconds }),
  rounds: z.array(round),
  verdict: z.strictObject({ pass: z.boolean(), ruling: rulingStatus }),
})

export type Result = z.infer<typeof resultSchema>
export type RoundResult = Result['rounds'][number]
export type LatencySummary = z.infer<typeof latencySummary>
