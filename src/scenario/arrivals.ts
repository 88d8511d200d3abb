export const arrivalPatterns = ['burst', 'waves', 'ramp', 'rate', 'loop'] as const

/**
 * When the users of a round press "buy". In an open model users come when they come, however slow the answers are; in
 * a closed one a user waits for an answer before the next request (Schroeder, Wierman and Harchol-Balter, "Open Versus
 * Closed: A Cautionary Tale", NSDI 2006). Durations in milliseconds.
 *
 * - `burst`: all users at once, which is the default.
 * - `waves`: the users in so many bursts of equal size, to within one user, an interval apart.
 * - `ramp`: open; the rate rises linearly from 0 over the duration, so that the i-th of n users, from 0, comes at
 *   duration · √(i / n).
 * - `rate`: open; so many users a second, evenly spaced and on schedule whatever the answers do, for the duration.
 *   Each arrival is a user of its own, so the rate and the duration say how many users there are.
 * - `loop`: closed; all users start together, and each goes again as soon as it is answered, for the duration (soak).
 */
export type Arrivals =
  | { readonly pattern: 'burst' }
  | { readonly pattern: 'waves'; readonly waves: number; readonly intervalMs: number }
  | { readonly pattern: 'ramp'; readonly durationMs: number }
  | { readonly pattern: 'rate'; readonly perSecond: number; readonly durationMs: number }
  | { readonly pattern: 'loop'; readonly durationMs: number }

/** Each has an account and a connection of its own. */
export const usersMax = 100_000
export const wavesMax = 1000
export const arrivingMsMax = 3_600_000

/** How many users the arrivals bring, or null where that is for the scenario to say. */
export function usersArriving(arrivals: Arrivals): number | null {
  if (arrivals.pattern !== 'rate') return null
  // Whoever would come when the duration is over does not come.
  return Math.ceil((arrivals.perSecond * arrivals.durationMs) / 1000)
}

/**
 * Why users cannot arrive so, as one sentence that says what is allowed; null where they can.
 * @param users as somebody said it; null where nobody did
 */
export function refusedArrivals(arrivals: Arrivals, users: number | null): string | null {
  if (arrivals.pattern === 'waves' && users !== null && users < arrivals.waves) {
    return `${counted(users)} cannot come in ${arrivals.waves} waves; allowed is at most a wave a user`
  }
  const arriving = usersArriving(arrivals)
  if (arrivals.pattern !== 'rate' || arriving === null) return null
  const sum = `${arrivals.perSecond} a second for ${arrivals.durationMs / 1000}s come to ${counted(arriving)}`
  if (arriving > usersMax) return `${sum}; allowed is at most ${usersMax.toLocaleString('en')}`
  if (users !== null && users !== arriving) {
    return `${sum}, and users is ${users}; allowed is ${arriving}, or leaving users out`
  }
  return null
}

const counted = (users: number): string => (users === 1 ? '1 user' : `${users.toLocaleString('en')} users`)
