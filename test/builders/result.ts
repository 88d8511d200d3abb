import { outcomeKinds, type OutcomeCounts, type OutcomeKind } from '../../src/booking/outcome.ts'
import { rulingStatuses, type RulingStatus } from '../../src/judge/rule.ts'
import type { ControlSection } from '../../src/report/confidence-section.ts'
import type { LatencySummary, Result, RoundResult } from '../../src/report/result.ts'
import type { Arrivals } from '../../src/scenario/arrivals.ts'

type Verdict = RoundResult['verdict']
type Invariant = Verdict['invariants'][number]

/** A run as it would have been saved, with fixed times. */
export function aResult(changes: Partial<Result> = {}): Result {
  const rounds = changes.rounds ?? [tenSeats(), sellOut()]
  return {
    schema: 'bookload.result/v1',
    bookload: '0.1.0',
    run: aRun(),
    scenario: aScenario('real-users', rounds),
    target: { kind: 'embedded', baseUrl: 'http://127.0.0.1:40123/api/v1', store: 'sqlite', strategy: 'optimistic' },
    users: { created: 300, tokens: 300, seedMs: 12.4 },
    rounds: [...rounds],
    verdict: {
      pass: rounds.every(({ verdict }) => verdict.pass),
      ruling: gravest(rounds.map(({ verdict }) => verdict.ruling)),
    },
    ...changes,
  }
}

export function aRun(changes: Partial<Result['run']> = {}): Result['run'] {
  return {
    id: 'c0ffee1234',
    startedAt: '2025-06-01T12:00:00.000Z',
    durationMs: 412.7,
    node: 'v20.20.2',
    cpus: 2,
    seed: 20_250_601,
    partial: false,
    failure: null,
    ...changes,
  }
}

export function aScenario(
  name: string,
  rounds: readonly RoundResult[],
  settings: Readonly<Record<string, unknown>> = {},
): Result['scenario'] {
  const played = rounds.filter(({ repetition }) => repetition === 1)
  return {
    name,
    description: 'a crowd presses "buy" at once',
    users: 300,
    accounts: 300,
    server: { strategy: 'optimistic', processingMs: 0, rateLimit: null },
    rounds: played.map((round) => ({
      name: round.name,
      capacity: round.event.capacity,
      seats: round.name === 'ten-seats' ? 10 : 1,
      users: usersOf(round.outcomes),
      arrivals: { pattern: 'burst' },
      retry: { policy: 'none' },
      ...settings,
    })),
  }
}

/** Everyone wants everything: one wins. */
function tenSeats(changes: Partial<RoundResult> = {}): RoundResult {
  const latency = { booked: latencyOf(1, 7.41), conflict: latencyOf(299, 14.6) }
  return aRound({
    name: 'ten-seats',
    event: { id: 'event-1', capacity: 10, soldSeats: 10, availableSeats: 0, oversoldSeats: 0, version: 2 },
    outcomes: counts({ booked: 1, conflict: 299 }),
    winners: [{ user: 219, reference: 'EVT-10LEK9', seats: 10, version: 2, attempt: 1, latencyMs: 7.41 }],
    latency: { unit: 'ms', ...latencyOf(300, 14.5), byOutcome: latency },
    verdict: aVerdict(heldRules('10 of 10 seats'), ['winners == 1', 'sold == 10'], [1, 10]),
    ...changes,
  })
}

/** Almost enough for all, yet whoever conflicts goes home. */
export function sellOut(changes: Partial<RoundResult> = {}): RoundResult {
  const latency = { booked: latencyOf(8, 9.12), conflict: latencyOf(292, 15.3) }
  return aRound({
    name: 'sell-out',
    event: { id: 'event-2', capacity: 299, soldSeats: 8, availableSeats: 291, oversoldSeats: 0, version: 9 },
    outcomes: counts({ booked: 8, conflict: 292 }),
    winners: winnersOf(8),
    latency: { unit: 'ms', ...latencyOf(300, 15.1), byOutcome: latency },
    durationMs: 38.2,
    verdict: aVerdict(heldRules('8 of 299 seats'), ['winners >= 2', 'p(95) < 300ms'], [8, 24.3]),
    ...changes,
  })
}

/** Reads, then writes blindly: 30 users are told that they have all ten seats. */
export function naiveResult(): Result {
  const evidence = Array.from({ length: 5 }, (_, index) => overdraft(index))
  const broken: Invariant = {
    id: 'no-oversell',
    status: 'violated',
    statement: 'The seats held never exceed the capacity, at any version.',
    detail: '300 of 10 seats were held: 29 sales went past the capacity',
    evidence,
  }
  const rules = [broken, ...heldRules('').slice(1, 2), unreadableRule('conservation', 'some answers are missing')]
  const round = tenSeats({
    event: { id: 'event-1', capacity: 10, soldSeats: 300, availableSeats: -290, oversoldSeats: 290, version: 31 },
    outcomes: counts({ booked: 30, conflict: 0, soldOut: 268, unknown: 2 }),
    winners: winnersOf(30, 10),
    latency: {
      unit: 'ms',
      ...latencyOf(300, 21.7),
      byOutcome: { booked: latencyOf(30, 18.2), soldOut: latencyOf(268, 22.4), unknown: latencyOf(2, 5000) },
    },
    verdict: aVerdict(rules, ['winners == 1', 'oversold == 0'], [30, 290], ['winners == 1', 'oversold == 0']),
  })
  return aResult({
    rounds: [round],
    target: { kind: 'embedded', baseUrl: 'http://127.0.0.1:40123/api/v1', store: 'sqlite', strategy: 'naive' },
  })
}

/** 300 virtual users take turns with two tokens, and the limiter steps in. */
export function alternatingResult(): Result {
  const round = sellOut({
    name: 'shared-tokens',
    event: { id: 'event-3', capacity: 299, soldSeats: 4, availableSeats: 295, oversoldSeats: 0, version: 5 },
    outcomes: counts({ booked: 4, conflict: 116, rateLimited: 180 }),
    winners: winnersOf(4),
    latency: {
      unit: 'ms',
      ...latencyOf(300, 6.2),
      byOutcome: { booked: latencyOf(4, 8.8), conflict: latencyOf(116, 9.7), rateLimited: latencyOf(180, 4.1) },
    },
    verdict: aVerdict(heldRules('4 of 299 seats'), ['rateLimited == 180'], [180]),
  })
  return aResult({
    rounds: [round],
    scenario: { ...aScenario('alternating-tokens', [round]), accounts: 2 },
    users: { created: 2, tokens: 2, seedMs: 0.9 },
  })
}

/** Whoever conflicts tries again until every seat is sold. */
export function retryResult(): Result {
  const round = sellOut({
    event: { id: 'event-4', capacity: 299, soldSeats: 299, availableSeats: 0, oversoldSeats: 0, version: 300 },
    outcomes: counts({ booked: 299, soldOut: 1 }),
    attempts: { ...counts({ booked: 299, conflict: 12_406, soldOut: 1 }), total: 12_706 },
    winners: winnersOf(299),
    latency: {
      unit: 'ms',
      ...latencyOf(12_706, 11.9),
      byOutcome: { booked: latencyOf(299, 12.3), conflict: latencyOf(12_406, 11.8), soldOut: latencyOf(1, 0.84) },
    },
    retries: { attemptsPerUser: { mean: 42.353, p50: 41, max: 97 }, timeToSuccess: latencyOf(299, 1148), gaveUp: 0 },
    durationMs: 2504,
    verdict: aVerdict(heldRules('299 of 299 seats'), ['winners == 299', 'unsold == 0'], [299, 0]),
  })
  const retry = {
    policy: 'backoff',
    baseMs: 20,
    capMs: 500,
    attempts: 500,
    deadlineMs: 60_000,
    keyAfterUnknown: 'same',
  }
  return aResult({ rounds: [round], scenario: aScenario('real-users-retry', [round], { retry }) })
}

/** Users who come on schedule, to a server that cannot keep up with them. */
export function streamResult(
  arrivals: Arrivals = { pattern: 'rate', perSecond: 100, durationMs: 3000 },
  plannedMs = 42.9,
): Result {
  const round = sellOut({
    latencyFromPlanned: latencyOf(300, plannedMs),
    retries: { attemptsPerUser: { mean: 1, p50: 1, max: 1 }, timeToSuccess: latencyOf(8, 31.2), gaveUp: 292 },
    durationMs: 3021,
  })
  return aResult({ rounds: [round], scenario: aScenario('open-model', [round], { arrivals }) })
}

/** A target of one's own, whose ledger could not be read and whose server nobody measured. */
export function httpResult(): Result {
  const round = sellOut({
    event: { id: '77', capacity: 299, soldSeats: null, availableSeats: null, oversoldSeats: null, version: null },
    winners: winnersOf(8, null),
    server: null,
    verdict: aVerdict(
      [unreadableRule('no-oversell', 'the ledger could not be read: it answered 404'), ...heldRules('').slice(1)],
      ['sold <= 299', 'duration < 1s'],
      [null, 38.2],
    ),
  })
  return aResult({
    rounds: [round],
    target: { kind: 'http', baseUrl: 'https://tickets.example.com/api/v1' },
    users: { created: 0, tokens: 300, seedMs: 0 },
  })
}

export function partialResult(): Result {
  return aResult({
    rounds: [tenSeats()],
    run: aRun({ partial: true }),
    verdict: { pass: false, ruling: 'inconclusive' },
  })
}

export function failedResult(): Result {
  return aResult({
    rounds: [tenSeats()],
    run: aRun({ failure: 'the server stopped answering: connect ECONNREFUSED 127.0.0.1:40123' }),
    verdict: { pass: false, ruling: 'inconclusive' },
  })
}

/** Three playings of a round, the second of which missed what it hoped for. */
export function repeatedResult(): Result {
  const second = tenSeats({
    repetition: 2,
    verdict: aVerdict(heldRules('10 of 10 seats'), ['winners == 1', 'p(95) < 20ms'], [1, 24.3], ['p(95) < 20ms']),
  })
  const third = tenSeats({
    repetition: 3,
    verdict: aVerdict([unreadableRule('no-oversell', 'the ledger was cut short')], [], []),
  })
  return aResult({ rounds: [tenSeats(), second, third] })
}

/** Thirty playings of each round: what that says, and what the control says of it. */
export function confidentResult(control: ControlSection = aControl()): Result {
  const rounds = Array.from({ length: 30 }, (_, index) => tenSeats({ repetition: index + 1 }))
  const others = Array.from({ length: 30 }, (_, index) => sellOut({ repetition: index + 1 }))
  const none = { interrupted: 0, notContended: 0, inconclusive: 0 }
  const known = { playings: 30, violated: 0, spreadMs: 9.04 }
  return aResult({
    rounds: [...rounds, ...others],
    confidence: [
      {
        ...known,
        round: 'ten-seats',
        trials: 30,
        leftOut: none,
        share: { low: 0, high: 0.0950339, level: 0.95, method: 'exact' },
      },
      {
        ...known,
        round: 'sell-out',
        trials: 26,
        leftOut: { ...none, notContended: 3, inconclusive: 1 },
        share: { low: 0, high: 0.1088398, level: 0.95, method: 'exact' },
      },
    ],
    control,
  })
}

export function aControl(changes: Partial<ControlSection> = {}): ControlSection {
  const round = { playings: 30, spreadMs: 8.7 }
  return {
    strategy: 'naive',
    rounds: [
      {
        ...round,
        round: 'ten-seats',
        caught: 27,
        share: { low: 0.743788, high: 0.965402, level: 0.95 },
        rules: [
          { id: 'no-oversell', playings: 27 },
          { id: 'version-chain', playings: 25 },
        ],
      },
      {
        ...round,
        round: 'sell-out',
        caught: 30,
        share: { low: 0.886483, high: 1, level: 0.95 },
        rules: [{ id: 'conservation', playings: 30 }],
      },
    ],
    durationMs: 4120,
    partial: false,
    failure: null,
    ...changes,
  }
}

/** A burst that finds next to nothing, against a target of one's own or the embedded server. */
export function weakResult(kind: Result['target']['kind'] = 'embedded'): Result {
  const round = { playings: 30, spreadMs: 8.7 }
  const rounds: ControlSection['rounds'] = [
    { ...round, round: 'ten-seats', caught: 0, share: { low: 0, high: 0.1135134, level: 0.95 }, rules: [] },
    {
      ...round,
      round: 'sell-out',
      caught: 4,
      share: { low: 0.0531, high: 0.2968, level: 0.95 },
      rules: [{ id: 'conservation', playings: 4 }],
    },
  ]
  const result = confidentResult(aControl({ rounds }))
  return kind === 'embedded'
    ? result
    : { ...result, target: { kind, baseUrl: 'https://tickets.example.com/api/v1' }, users: httpResult().users }
}

/** A lottery that prefers some, and a queue of which nobody can tell. */
export function unfairResult(): Result {
  const rounds = repeatedResult().rounds.map((round) => ({ ...round, verdict: tenSeats().verdict }))
  const groups = (wins: readonly [number, number], p: number) => ({
    groups: [
      { label: 'odd account ids', users: 450, wins: wins[0] },
      { label: 'even ones', users: 450, wins: wins[1] },
    ] as [{ label: string; users: number; wins: number }, { label: string; users: number; wins: number }],
    ratio: wins[0] / wins[1],
    interval: [0.04, 0.42] as [number, number],
    p,
    pAdjusted: p,
    leastShown: 2.31,
  })
  const rule = (id: string, status: RulingStatus, detail: string, claims: readonly string[] = []): Invariant => ({
    id,
    status,
    statement: 'A sentence that must hold over many draws.',
    level: 'answers',
    detail,
    isIdle: false,
    evidence: claims.map((claim) => ({ claim, attempts: [], entries: [] })),
  })
  const numbers = {
    groups: [groups([3, 27], 0.0001)],
    releaseRank: { auc: 0.482, interval: [0.38, 0.59] as [number, number] },
    bypasses: { max: 12, p99: 9, leftOut: 4 },
    comebacks: { won: 21, lost: 9 },
  }
  return aResult({
    rounds,
    fairness: [
      {
        round: 'ten-seats',
        policy: 'lottery',
        playings: 3,
        invariants: [
          rule(
            'no-preference',
            'violated',
            'odd account ids won 0.11 times as often as even ones (95 %: 0.04 times to 0.42 times; p < 0.001)',
            ['odd account ids won 3 of 450 tries, even ones won 27 of 450 tries'],
          ),
          rule('starvation', 'inconclusive', 'of 30 contests those who asked again won 21; it takes 44 to tell'),
        ],
        numbers,
      },
    ],
    verdict: { pass: false, ruling: 'violated' },
  })
}

function aVerdict(
  invariants: readonly Invariant[],
  expressions: readonly string[],
  actual: readonly (number | null)[],
  missed: readonly string[] = [],
): Verdict {
  const expectations = expressions.map((expression, index) => {
    const measured = actual[index] ?? null
    return { expression, actual: measured, pass: measured !== null && !missed.includes(expression) }
  })
  const measured = expectations.map(({ actual: value }) => (value === null ? 'inconclusive' : 'held'))
  const ruling = gravest([...invariants.map(({ status }) => status), ...measured])
  return {
    pass: ruling === 'held' && expectations.every(({ pass }) => pass),
    ruling,
    invariants: [...invariants],
    expectations,
  }
}

function aRound(
  round: Pick<RoundResult, 'name' | 'event' | 'outcomes' | 'winners' | 'latency' | 'verdict'> & Partial<RoundResult>,
): RoundResult {
  const users = usersOf(round.outcomes)
  return {
    repetition: 1,
    reasons: [],
    attempts: { ...round.outcomes, total: users },
    burst: { users, connectMs: 21.3, armMs: 4.9, releaseMs: 4.13 },
    server: { cpuMs: 62.4, rssStartMb: 84.2, rssPeakMb: 97.6, rssEndMb: 95.1, eventLoopDelayP99Ms: 11.3 },
    durationMs: 41.3,
    ...round,
  }
}

/** Plausible numbers around a middle. */
function latencyOf(count: number, middleMs: number): LatencySummary {
  const scaled = (factor: number): number => Math.round(middleMs * factor * 1000) / 1000
  if (count === 1) {
    return {
      count,
      min: middleMs,
      mean: middleMs,
      stdev: 0,
      p50: middleMs,
      p90: middleMs,
      p95: middleMs,
      p99: middleMs,
      max: middleMs,
    }
  }
  return {
    count,
    min: scaled(0.2),
    mean: scaled(1.02),
    stdev: scaled(0.3),
    p50: middleMs,
    p90: scaled(1.45),
    p95: scaled(1.61),
    p99: scaled(1.9),
    max: scaled(2.2),
  }
}

function winnersOf(count: number, seats: number | null = 1): RoundResult['winners'] {
  return Array.from({ length: count }, (_, index) => ({
    user: (index * 37 + 4) % 300,
    reference: `EVT-${(1_000_000 + index * 7919).toString(36).toUpperCase().padStart(6, '0').slice(-6)}`,
    seats,
    version: seats === null ? null : index + 2,
    attempt: 1,
    latencyMs: 6.2 + index * 0.83,
  }))
}

function counts(some: Partial<OutcomeCounts>): Record<OutcomeKind, number> {
  const none = { booked: 0, conflict: 0, soldOut: 0, waitlisted: 0, rateLimited: 0, rejected: 0, unknown: 0 }
  return { ...none, ...some }
}

const usersOf = (outcomes: OutcomeCounts): number => outcomeKinds.reduce((sum, kind) => sum + outcomes[kind], 0)

function heldRules(seats: string): Invariant[] {
  return [
    [
      'no-oversell',
      'The seats held never exceed the capacity, at any version.',
      `at most ${seats} were held at any version`,
    ],
    [
      'acked-durable',
      'Every acknowledged booking is in the ledger.',
      'every booking that was acknowledged is in the ledger',
    ],
    [
      'conservation',
      'Seats sold and seats left add up to the capacity.',
      'seats sold and seats left add up at every version',
    ],
  ].map(([id = '', statement = '', detail = '']) => ({ id, status: 'held', statement, detail, evidence: [] }))
}

function unreadableRule(id: string, detail: string): Invariant {
  return { id, status: 'inconclusive', statement: 'A sentence that must hold at any timing.', detail, evidence: [] }
}

function overdraft(index: number): Invariant['evidence'][number] {
  const version = index + 3
  const ids = ['EVT-7Q2M4X', 'EVT-K09P1B', 'EVT-A3D8ZZ', 'EVT-WW41RT', 'EVT-5HN0CE']
  const name = ids[index] ?? 'EVT-000000'
  const user = 17 + index * 31
  return {
    claim: `version ${version} gave user ${user} 10 seats (${name}) when ${(index + 1) * 10} of 10 were held already, which makes ${(index + 2) * 10}`,
    attempts: [
      {
        user,
        attempt: 1,
        outcome: 'booked',
        status: 201,
        sentMs: 0.31 + index,
        endedMs: 8.2 + index,
        reference: name,
        version,
      },
    ],
    entries: [
      {
        version: 2,
        kind: 'booked',
        reference: 'EVT-10LEK9',
        userId: 'user-219',
        seats: 10,
        available: 0,
        at: '2025-06-01T12:00:00.207Z',
      },
      {
        version,
        kind: 'booked',
        reference: name,
        userId: `user-${user}`,
        seats: 10,
        available: 0,
        at: '2025-06-01T12:00:00.208Z',
      },
    ],
  }
}

function gravest(rulings: readonly RulingStatus[]): RulingStatus {
  const found = new Set(rulings)
  return rulingStatuses.findLast((status) => found.has(status)) ?? 'held'
}
