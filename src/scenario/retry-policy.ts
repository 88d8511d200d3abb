export const retryPolicies = ['none', 'immediate', 'fixed', 'backoff'] as const
export type RetryPolicyName = (typeof retryPolicies)[number]

export const retryKeys = ['same', 'new'] as const
type RetryKey = (typeof retryKeys)[number]

interface Bounds {
  /** How often a user tries at most, the first time included. */
  readonly attempts: number
  /** A user gives up this long after first pressing "buy". */
  readonly deadlineMs: number
  /**
   * The idempotency key of a retry after an answer that never came: the same, so that a booking that was made is found
   * again, or a new one, as careless clients do, which may book twice.
   */
  readonly keyAfterUnknown: RetryKey
}

/** What users do after an attempt that leaves hope: a conflict, a full rate limit, an answer that never came. */
export type RetryPolicy =
  | { readonly policy: 'none' }
  | ({ readonly policy: 'immediate' } & Bounds)
  | ({ readonly policy: 'fixed'; readonly delayMs: number } & Bounds)
  | ({ readonly policy: 'backoff'; readonly baseMs: number; readonly capMs: number } & Bounds)
