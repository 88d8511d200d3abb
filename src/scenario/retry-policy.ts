export const retryPolicies = ['none', 'immediate', 'fixed', 'backoff'] as const
export type RetryPolicyName = (typeof retryPolicies)[number]

interface Bounds {
  /** How often a user tries at most, the first time included. */
  readonly attempts: number
  /** A user gives up this long after the gate opened. */
  readonly deadlineMs: number
}

/** What users do after an attempt that leaves hope: a conflict, a full rate limit, an answer that never came. */
export type RetryPolicy =
  | { readonly policy: 'none' }
  | ({ readonly policy: 'immediate' } & Bounds)
  | ({ readonly policy: 'fixed'; readonly delayMs: number } & Bounds)
  | ({ readonly policy: 'backoff'; readonly baseMs: number; readonly capMs: number } & Bounds)
