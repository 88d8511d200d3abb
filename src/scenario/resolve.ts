import { parseDuration } from '../booking/duration.ts'
import type { RateLimit } from '../booking/rate-limit.ts'
import { parseExpectation } from './expectation.ts'
import type { RetryPolicy } from './retry-policy.ts'
import type { RoundScenario, Scenario } from './scenario.ts'
import type { RateLimitField, RetryField, RoundField, ScenarioFile } from './schema.ts'

/** Fills in what a checked scenario file left unsaid. */
export function resolveScenario(file: ScenarioFile): Scenario {
  return {
    name: file.name,
    description: file.description,
    users: file.users,
    accounts: file.accounts ?? file.users,
    timeoutMs: durationMs(file.timeout, 30_000),
    seed: file.seed ?? null,
    server: {
      strategy: file.server?.strategy ?? 'optimistic',
      processingMs: durationMs(file.server?.processing, 0),
      rateLimit: resolveRateLimit(file.server?.rateLimit),
    },
    rounds: file.rounds.map((round) => resolveRound(round, file)),
  }
}

function resolveRound(round: RoundField, file: ScenarioFile): RoundScenario {
  return {
    name: round.name,
    description: round.description ?? null,
    capacity: round.capacity,
    seats: round.seats,
    waitlist: round.waitlist ?? false,
    processingMs: durationMs(round.processing ?? file.server?.processing, 0),
    users: round.users ?? file.users,
    retry: resolveRetry(round.retry ?? file.retry),
    expect: (round.expect ?? []).map((text) => parseExpectation(text)),
  }
}

/** Fills in what was left unsaid about the retries; a policy's bare name stands for the policy with its defaults. */
export function resolveRetry(field: RetryField = 'none'): RetryPolicy {
  const said: Exclude<RetryField, string> = typeof field === 'string' ? { policy: field } : field
  if (said.policy === 'none') return { policy: 'none' }
  const bounds = { attempts: said.attempts ?? 100, deadlineMs: durationMs(said.deadline, 30_000) }
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
