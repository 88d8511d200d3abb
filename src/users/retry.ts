import type { Outcome, OutcomeKind } from '../booking/outcome.ts'
import { uniform } from '../plan/random.ts'
import type { RetryPolicy } from '../scenario/retry-policy.ts'

/** Where a user stands after an attempt. */
export interface Tried {
  readonly user: number
  /** How many attempts the user has made since pressing "buy". */
  readonly attempts: number
  readonly outcome: Outcome
  /** Milliseconds since the user was to press "buy". */
  readonly elapsedMs: number
  readonly seed: number
}

/**
 * How long a user waits before trying again, in milliseconds, or null where it is over: nothing left to hope for, or
 * the policy's attempts or deadline used up. A server's Retry-After is waited out in full, whatever the policy says.
 */
export function nextWaitMs(policy: RetryPolicy, tried: Tried): number | null {
  if (policy.policy === 'none' || !leavesHope(tried.outcome.kind) || tried.attempts >= policy.attempts) return null
  // Who was told that it will be decided later waits for that, and does not ask again.
  if (tried.outcome.kind === 'unknown' && tried.outcome.cause === 'accepted') return null
  const asked = tried.outcome.kind === 'rateLimited' ? (tried.outcome.retryAfterMs ?? 0) : 0
  const wait = Math.max(asked, ownWaitMs(policy, tried))
  return tried.elapsedMs + wait > policy.deadlineMs ? null : wait
}

/** Whether trying again may still win something: not where the answer was yes, no, or that nothing is left. */
export function leavesHope(kind: OutcomeKind): boolean {
  return kind === 'conflict' || kind === 'rateLimited' || kind === 'unknown'
}

function ownWaitMs(policy: Exclude<RetryPolicy, { policy: 'none' }>, { user, attempts, seed }: Tried): number {
  switch (policy.policy) {
    case 'immediate':
      return 0
    case 'fixed':
      return policy.delayMs
    case 'backoff':
      // "Full jitter", as Marc Brooker describes it in "Exponential Backoff and Jitter" (AWS Architecture Blog, 2015).
      return uniform(seed, user, attempts) * Math.min(policy.capMs, policy.baseMs * 2 ** (attempts - 1))
  }
}
