import { z } from 'zod'
import { cancelOutcomeKinds } from '../booking/cancellation.ts'
import { ledgerKinds } from '../booking/ledger.ts'
import { outcomeKinds } from '../booking/outcome.ts'
import { levels, rulingStatuses } from '../judge/rule.ts'
import { confidenceSection, controlSection } from './confidence-section.ts'
import { fairnessPolicies } from '../scenario/fairness-policy.ts'

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

const cancelCounts = z.strictObject({ cancelled: count, gone: count, refused: count, unknown: count })

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

/** What only a request to give something back can come to. */
const cancelKinds = cancelOutcomeKinds.filter((kind) => kind !== 'unknown')

const attemptEvidence = z.strictObject({
  user: count,
  attempt: count,
  outcome: z.enum([...outcomeKinds, ...cancelKinds]),
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
  available: z.int().nullable().describe('null where the system does not say'),
  at: z.string(),
  key: z.string().optional(),
})

const witness = z.strictObject({
  claim: z.string(),
  attempts: z.array(attemptEvidence),
  entries: z.array(ledgerEntry),
  looks: z
    .array(
      z.strictObject({
        user: count,
        sentMs: z.number(),
        endedMs: z.number(),
        available: z.int(),
        version: z.int().nullable(),
      }),
    )
    .optional()
    .describe('looks at the event that are part of the proof'),
})

const invariant = z.strictObject({
  id: z.string(),
  status: rulingStatus,
  statement: z.string(),
  level: z
    .enum(levels)
    .nullable()
    .optional()
    .describe('what the rule had to go by: null where too little; results of earlier versions lack it'),
  detail: z.string(),
  isIdle: z
    .boolean()
    .optional()
    .describe('it held because nothing happened that it speaks of; results of earlier versions lack it'),
  isUnseen: z
    .boolean()
    .optional()
    .describe(
      'it is inconclusive because the target does not show what it needs, such as versions, and weighs nothing in the ' +
        'verdict; results of earlier versions lack it',
    ),
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
    /** By the ledger; null, like what was oversold, where it could not be read. */
    soldSeats: z.int().nullable(),
    /** As the ledger left them or, without one, as the event showed them; null, like the version, without either. */
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
  oddities: z
    .array(
      z.strictObject({
        place: z.string().describe('where the contract says otherwise: file, line and column'),
        odd: z.string(),
        status: count,
        sample: z.string().describe('how the first such answer began, without secrets'),
        answers: count,
      }),
    )
    .optional()
    .describe('answers that are not what the contract says; left out where there were none'),
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
  /** From the moment an attempt was meant to be sent, so that no wait before the send is left out. */
  latencyFromPlanned: latencySummary.optional().describe('response times; results of earlier versions lack it'),
  retries: z
    .strictObject({
      attemptsPerUser: z
        .strictObject({ mean: z.number().positive(), p50: count, max: count })
        .nullable()
        .describe('null where nothing was sent'),
      timeToSuccess: latencySummary.describe('from the first press of "buy" to the booking, of the users who booked'),
      gaveUp: count
        .nullable()
        .describe('users who had hope left but no further attempt; null where the round was stopped'),
    })
    .optional()
    .describe('what it took users; not there where they go again and again, nor in results of earlier versions'),
  reads: count.optional().describe('looks at the event while it was being sold; not there without readers'),
  followUps: z
    .array(
      z.strictObject({
        description: z.string().optional().describe('what was done at once; a recorded history does not say'),
        spreadMs: milliseconds.describe('from the first send to the last'),
        bookings: outcomeCounts.describe('requests for bookings, by what each came to'),
        cancellations: cancelCounts.describe('requests to give something back, by what each came to'),
      }),
    )
    .optional()
    .describe('what followed the burst on the same event; the numbers of the round are of the burst alone'),
  burst: z.strictObject({
    users: count,
    connectMs: milliseconds,
    armMs: milliseconds,
    /** From the first send of the burst to the last. */
    releaseMs: milliseconds,
  }),
  generator: z
    .strictObject({
      cpuMs: milliseconds.describe('of the tool, all its threads'),
      busyShare: z.number().min(0).max(1).describe('of the busiest sending thread, while it fired'),
      eventLoopDelayP99Ms: z.number(),
      sends: z
        .strictObject({ count, spreadMs: milliseconds, p50Ms: milliseconds, p90Ms: milliseconds })
        .nullable()
        .describe('how the first burst left: from its first send to its last, to half and to 90 % of them'),
      lateSends: count.describe('attempts sent more than 10 ms after their time, the first burst left out'),
      saturated: z.boolean().describe('the tool was the bottleneck, so the latencies include its own delay'),
    })
    .optional()
    .describe('was it us? how the tool itself stood up to the round; results of earlier versions lack it'),
  server: z
    .strictObject({
      cpuMs: milliseconds,
      rssStartMb: z.number(),
      rssPeakMb: z.number(),
      rssEndMb: z.number(),
      eventLoopDelayP99Ms: z.number(),
      arrivals: z
        .strictObject({ count, spreadMs: milliseconds, p50Ms: milliseconds, p90Ms: milliseconds })
        .nullable()
        .optional()
        .describe(
          'when the burst came, as the server saw it: from its first request to its last, to half and to 90 % of them',
        ),
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

const fairnessGroup = z.strictObject({ label: z.string(), users: count, wins: count })

const probability = z.number().min(0).max(1)
const ratio = z.number().nonnegative()

/** Declared for a round and judged over all its playings, since a single one hardly ever tells. */
const fairness = z.strictObject({
  round: z.string(),
  policy: z.enum(fairnessPolicies).exclude(['none']),
  playings: count.describe('that were played to their end, and so were judged'),
  invariants: z.array(invariant),
  numbers: z.strictObject({
    groups: z.array(
      z.strictObject({
        groups: z.tuple([fairnessGroup, fairnessGroup]),
        ratio: ratio
          .nullable()
          .describe('of the win rates, the first to the second; null where it is infinite, or nobody won'),
        interval: z
          .tuple([ratio, ratio.nullable()])
          .describe('of the ratio, at 95 %; null for its upper end where that is infinite'),
        p: probability.describe('how many of 10,000 deals of the wins set the groups as far apart'),
        pAdjusted: probability.describe('for the number of groups that were compared, after Holm'),
        leastShown: ratio
          .nullable()
          .describe('the smallest ratio that would have been found with a chance of 80 %; null where none would'),
      }),
    ),
    releaseRank: z
      .strictObject({ auc: probability, interval: z.tuple([probability, probability]) })
      .nullable()
      .describe(
        'how likely a winner was released after a loser: 0.5 where the order played no part; null where all won or none',
      ),
    bypasses: z
      .strictObject({ max: count, p99: count, leftOut: count })
      .describe(
        'how many users asked later than one user and won before it; leftOut: users who never won though 10 or more did',
      ),
    comebacks: z
      .strictObject({ won: count, lost: count })
      .describe('contests with a newcomer for which somebody asked first who had been refused before'),
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
    contract: z
      .string()
      .optional()
      .describe("the name of the contract that says how it is talked to; none for the tool's own"),
    baseUrl: z.string(),
    store: z.string().optional(),
    strategy: z.string().optional(),
    bug: z.string().optional().describe('the bug that was planted in the embedded server, if any'),
  }),
  users: z.strictObject({ created: count, tokens: count, seedMs: milliseconds }),
  rounds: z.array(round),
  confidence: confidenceSection
    .optional()
    .describe('how rare violations are, round by round; results of earlier versions lack it'),
  control: controlSection
    .optional()
    .describe(
      'how often this plan caught the naive strategy of the embedded server; there with --control, and no part of the verdict',
    ),
  fairness: z.array(fairness).optional().describe('one for each round that declares a policy, if any does'),
  verdict: z.strictObject({ pass: z.boolean(), ruling: rulingStatus }),
})

export type Result = z.infer<typeof resultSchema>
export type RoundResult = Result['rounds'][number]
export type FairnessResult = NonNullable<Result['fairness']>[number]
export type LatencySummary = z.infer<typeof latencySummary>
