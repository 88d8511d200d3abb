import { parseDuration } from '../booking/duration.ts'
import type { RateLimit } from '../booking/rate-limit.ts'
import { usersArriving, type Arrivals } from './arrivals.ts'
import { parseExpectation } from './expectation.ts'
import type { FollowUp } from './follow-up.ts'
import type { RetryPolicy } from './retry-policy.ts'
import type { RoundScenario, Scenario } from './scenario.ts'
import type { ArrivalsField, FollowUpField, RateLimitField, RetryField, RoundField, ScenarioFile } from './schema.ts'

/** How long a run waits for what was promised to show, unless it is told otherwise; in milliseconds. */
export const usualSettleMs = 5000

/** Fills in what a checked scenario file left unsaid. */
export function resolveScenario(file: ScenarioFile): Omit<Scenario, 'target'> {
  const rounds = file.rounds.map((round) => resolveRound(round, file))
  const users = Math.max(file.users ?? 0, ...rounds.map((round) => round.users))
  return {
    name: file.name,
    description: file.description,
    users,
    accounts: file.accounts ?? users,
    timeoutMs: durationMs(file.timeout, 30_000),
    settleMs: durationMs(file.settle, usualSettleMs),
    seed: file.seed ?? null,
    server: {
      strategy: file.server?.strategy ?? 'optimistic',
      processingMs: durationMs(file.server?.processing, 0),
      rateLimit: resolveRateLimit(file.server?.rateLimit),
    },
    rounds,
  }
}

function resolveRound(round: RoundField, file: ScenarioFile): RoundScenario {
  const arrivals = resolveArrivals(round.arrivals ?? file.arrivals)
  return {
    name: round.name,
    description: round.description ?? null,
    capacity: round.capacity,
    seats: round.seats,
    waitlist: round.waitlist ?? false,
    processingMs: durationMs(round.processing ?? file.server?.processing, 0),
    users: usersArriving(arrivals) ?? round.users ?? file.users ?? 0,
    arrivals,
    retry: resolveRetry(round.retry ?? file.retry),
    readers: round.readers ?? 0,
    followUps: (round.followUps ?? []).map(resolveFollowUp),
    fairness: round.fairness ?? file.fairness ?? 'none',
    expect: (round.expect ?? []).map((text) => parseExpectation(text)),
  }
}

export function resolveFollowUp({ cancel, repeat, book }: FollowUpField): FollowUp {
  return {
    cancel: cancel ? { what: cancel.what ?? 'bookings', by: cancel.by ?? 'owner', times: cancel.times ?? 1 } : null,
    repeat: repeat ? { as: repeat.as ?? 'same', times: repeat.times ?? 1 } : null,
    book: book ? { who: book.who ?? 'losers', times: book.times ?? 1 } : null,
  }
}

/** Burst where nothing was said about the arrivals. */
export function resolveArrivals(field: ArrivalsField = 'burst'): Arrivals {
  if (field === 'burst') return { pattern: 'burst' }
  switch (field.pattern) {
    case 'burst':
      return { pattern: 'burst' }
    case 'waves':
      return { pattern: 'waves', waves: field.waves, intervalMs: durationMs(field.interval, 0) }
    case 'ramp':
      return { pattern: 'ramp', durationMs: durationMs(field.duration, 0) }
    case 'rate':
      return { pattern: 'rate', perSecond: field.perSecond, durationMs: durationMs(field.duration, 0) }
    case 'loop':
      return { pattern: 'loop', durationMs: durationMs(field.duration, 0) }
  }
}

/** Fills in what was left unsaid about the retries; a policy's bare name stands for the policy with its defaults. */
export function resolveRetry(field: RetryField = 'none'): RetryPolicy {
  const said: Exclude<RetryField, string> = typeof field === 'string' ? { policy: field } : field
  if (said.policy === 'none') return { policy: 'none' }
  const bounds = {
    attempts: said.attempts ?? 100,
    deadlineMs: durationMs(said.deadline, 30_000),
    keyAfterUnknown: said.keyAfterUnknown ?? 'same',
  }
  switch (said.policy) {
    case 'immediate':
      return { policy: 'immediate', ...bounds }
    case 'fixed':
      return { policy: 'fixed', delayMs: durationMs(said.delay, 100), ...bounds }
    case 'backoff':
      return { policy: 'backoff', baseMs: durationMs(said.base, 20), capMs: durationMs(said.cap, 1000), ...bounds }
  }
}

function resolveRateLimit(field: RateLimitField | undefined): RateLimit {
  if (field === 'off') return null
  return { limit: field?.limit ?? 60, windowMs: durationMs(field?.window, 60_000) }
}

const durationMs = (text: string | undefined, otherwise: number): number =>
  text === undefined ? otherwise : (parseDuration(text) ?? otherwise)
