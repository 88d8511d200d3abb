import type { EventState } from '../booking/event.ts'
import type { Fired } from '../fire/fire-round.ts'
import { evaluateExpectations } from '../judge/expectations.ts'
import { judge } from '../judge/judge.ts'
import { withoutLaggingLedger } from '../judge/ledger-lag.ts'
import { mergeStatuses } from '../judge/ruling.ts'
import type { RoundFacts } from '../judge/facts.ts'
import { measureRound } from '../judge/metrics.ts'
import type { RulingStatus } from '../judge/rule.ts'
import type { RoundPlan } from '../plan/plan.ts'
import { burstOf } from '../record/step-of.ts'
import { acknowledgedAt, type History } from '../record/history.ts'
import { latencyByOutcome, summariseLatency } from '../record/latency.ts'
import { tallyReasons } from '../record/reasons.ts'
import { summariseRetries } from '../record/retries.ts'
import type { RoundResult } from '../report/result.ts'
import type { Oddity } from '../target/booking-api.ts'
import type { Expectation } from '../scenario/expectation.ts'
import { followUpsOf } from './follow-up-results.ts'
import { describeGenerator } from './generator.ts'
import { invariantResult } from './invariant-result.ts'
import type { ServerUsage } from './running-target.ts'
import type { SelfUsage } from './self-watch.ts'

export interface PlayedRound {
  /** What a round was to be; of one that is known from its history alone, what that tells. */
  readonly plan: Pick<RoundPlan, 'name' | 'repetition' | 'capacity' | 'arrivals' | 'followUps'>
  readonly facts: RoundFacts
  readonly expectations: readonly Expectation[]
  readonly fired: Fired
  readonly connectMs: number
  readonly self: SelfUsage
  readonly usage: ServerUsage | null
  /** What was answered and is not as the contract says. */
  readonly oddities: readonly Oddity[]
}

/** Judges a round that was played and puts down everything that a report may show of it. */
export function assembleRound({
  plan,
  facts: told,
  expectations,
  fired,
  connectMs,
  self,
  usage,
  oddities,
}: PlayedRound): RoundResult {
  const facts = withoutLaggingLedger(told)
  const { ledger, closing } = facts
  const history = burstOf(facts.history)
  const final = [ledger, closing].flatMap(finalEvent)[0] ?? null
  const metrics = measureRound(facts)
  const sold = metrics.seats?.sold ?? null
  const { ruling, invariants } = judge(fromFirstStep(facts))
  const met = evaluateExpectations(expectations, metrics)
  // What was not played to its end can have broken a rule, yet it cannot have shown that every rule holds.
  const unfinished: readonly RulingStatus[] = facts.interrupted ? ['inconclusive'] : []
  return {
    name: plan.name,
    repetition: plan.repetition,
    event: {
      id: facts.opening.id,
      capacity: plan.capacity,
      soldSeats: sold,
      availableSeats: final === null ? null : final.available,
      oversoldSeats: sold === null ? null : Math.max(0, sold - plan.capacity),
      version: final === null ? null : final.version,
    },
    outcomes: metrics.users,
    attempts: { ...metrics.attempts, total: history.length },
    reasons: [...tallyReasons(history)],
    ...(oddities.length === 0 ? {} : { oddities: [...oddities] }),
    winners: winnersOf(history),
    latency: { unit: 'ms', ...summariseLatency(metrics.latenciesMs.sent), byOutcome: latencyByOutcome(history) },
    latencyFromPlanned: summariseLatency(metrics.latenciesMs.planned),
    // Who goes again and again has no last attempt.
    ...(plan.arrivals.pattern === 'loop' ? {} : { retries: summariseRetries(history, facts) }),
    ...(facts.reads.length === 0 ? {} : { reads: facts.reads.length }),
    ...followUpsOf(plan, facts),
    burst: { users: facts.planned.users, connectMs, armMs: fired.armMs, releaseMs: fired.releaseMs },
    generator: describeGenerator(fired, history, self),
    server: usage,
    durationMs: metrics.durationMs ?? 0,
    verdict: {
      pass: ruling === 'held' && !facts.interrupted && met.every(({ pass }) => pass),
      ruling: mergeStatuses([ruling, ...met.map(rulingOf), ...unfinished]),
      invariants: invariants.map(invariantResult),
      expectations: [...met],
    },
  }
}

/**
 * What a step before the one that raced has already taken, it took when that step was sent: whoever judges in which order
 * things happened has to look at the whole of an attempt.
 */
function fromFirstStep(facts: RoundFacts): RoundFacts {
  const { beganUs, ...history } = facts.history
  if (beganUs === undefined) return facts
  return { ...facts, history: { ...history, sentUs: beganUs }, racedUs: history.sentUs }
}

/** The event as the ledger left it or, without one, as a look showed it. */
function finalEvent(source: RoundFacts['ledger'] | RoundFacts['closing']): EventState | [] {
  if ('unavailable' in source) return []
  return 'event' in source ? source.event : source
}

/** An expectation nobody could measure leaves the round open; a missed one is no broken invariant. */
const rulingOf = ({ actual }: { actual: number | null }): RulingStatus => (actual === null ? 'inconclusive' : 'held')

function winnersOf(history: History): RoundResult['winners'] {
  const winners: RoundResult['winners'][number][] = []
  for (let index = 0; index < history.length; index++) {
    const acknowledged = acknowledgedAt(history, index)
    if (acknowledged?.kind !== 'booked') continue
    const { reference, seats, version } = acknowledged
    const latencyMs = ((history.endedUs[index] ?? 0) - (history.sentUs[index] ?? 0)) / 1000
    winners.push({
      user: history.user[index] ?? 0,
      attempt: history.attempt[index] ?? 0,
      reference,
      seats,
      version,
      latencyMs,
    })
  }
  return winners
}
