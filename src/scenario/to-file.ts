import type { Arrivals } from './arrivals.ts'
import type { FollowUp } from './follow-up.ts'
import type { RetryPolicy } from './retry-policy.ts'
import type { RoundScenario, Scenario, ScenarioTarget } from './scenario.ts'
import type { ArrivalsField, FollowUpField, RetryField, RoundField, ScenarioFile } from './schema.ts'

/** A scenario with every default filled in, in the words of a scenario file: read again, it is the same scenario. */
export function scenarioToFile({ rounds, server, seed, timeoutMs, settleMs, target, ...rest }: Scenario): ScenarioFile {
  const { strategy, processingMs, rateLimit } = server
  return {
    ...rest,
    timeout: durationText(timeoutMs),
    settle: durationText(settleMs),
    ...(seed === null ? {} : { seed }),
    server: {
      strategy,
      processing: durationText(processingMs),
      rateLimit: rateLimit === null ? 'off' : { limit: rateLimit.limit, window: durationText(rateLimit.windowMs) },
    },
    ...(target === null ? {} : { target: targetToFile(target) }),
    rounds: rounds.map(roundToFile),
  }
}

function targetToFile(target: ScenarioTarget): NonNullable<ScenarioFile['target']> {
  return 'path' in target ? target.path : { ...Object(target.inline.content) }
}

function roundToFile(round: RoundScenario): RoundField {
  const { description, processingMs, arrivals, retry, followUps, expect, ...rest } = round
  return {
    ...rest,
    ...(description === null ? {} : { description }),
    processing: durationText(processingMs),
    arrivals: arrivalsToFile(arrivals),
    retry: retryToFile(retry),
    followUps: followUps.map(followUpToFile),
    expect: expect.map(({ expression }) => expression),
  }
}

function followUpToFile({ cancel, repeat, book }: FollowUp): FollowUpField {
  return { ...(cancel ? { cancel } : {}), ...(repeat ? { repeat } : {}), ...(book ? { book } : {}) }
}

function arrivalsToFile(arrivals: Arrivals): ArrivalsField {
  switch (arrivals.pattern) {
    case 'burst':
      return 'burst'
    case 'waves':
      return { pattern: 'waves', waves: arrivals.waves, interval: durationText(arrivals.intervalMs) }
    case 'ramp':
      return { pattern: 'ramp', duration: durationText(arrivals.durationMs) }
    case 'rate':
      return { pattern: 'rate', perSecond: arrivals.perSecond, duration: durationText(arrivals.durationMs) }
    case 'loop':
      return { pattern: 'loop', duration: durationText(arrivals.durationMs) }
  }
}

function retryToFile(retry: RetryPolicy): RetryField {
  if (retry.policy === 'none') return 'none'
  const { attempts, deadlineMs, keyAfterUnknown } = retry
  const bounds = { attempts, deadline: durationText(deadlineMs), keyAfterUnknown }
  switch (retry.policy) {
    case 'immediate':
      return { policy: 'immediate', ...bounds }
    case 'fixed':
      return { policy: 'fixed', delay: durationText(retry.delayMs), ...bounds }
    case 'backoff':
      return { policy: 'backoff', base: durationText(retry.baseMs), cap: durationText(retry.capMs), ...bounds }
  }
}

function durationText(ms: number): string {
  if (ms > 0 && ms % 60_000 === 0) return `${ms / 60_000}m`
  return ms > 0 && ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`
}
