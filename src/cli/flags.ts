import { availableParallelism } from 'node:os'
import { InvalidArgumentError } from 'commander'
import { parseDuration } from '../booking/duration.ts'
import type { RateLimit } from '../booking/rate-limit.ts'

/*
 * Readers of flag values. Each throws commander's InvalidArgumentError with what is allowed; commander puts the flag
 * and the value found before it.
 */

/** `300`, and for large counts `10k`. */
export function wholeNumber(least: number, most: number) {
  return (text: string): number => {
    const { digits, thousands } = /^(?<digits>\d+)(?<thousands>k)?$/.exec(text.trim())?.groups ?? {}
    const value = digits === undefined ? Number.NaN : Number(digits) * (thousands ? 1000 : 1)
    if (value >= least && value <= most) return value
    throw new InvalidArgumentError(
      `Allowed is a whole number from ${least.toLocaleString('en')} to ${most.toLocaleString('en')}.`,
    )
  }
}

/** @returns milliseconds */
export function duration(text: string): number {
  const ms = parseDuration(text)
  if (ms !== null && ms <= 60_000) return ms
  throw new InvalidArgumentError('Allowed is a duration such as 5ms or 1s, at most 60s.')
}

/** A rate limit as a flag says it. `off` stays a word, since commander takes a null for a value left out. */
export type RateLimitFlag = NonNullable<RateLimit> | 'off'

/** `off`, `60` for 60 requests a minute, or `10/1s`. */
export function rateLimit(text: string): RateLimitFlag {
  if (text === 'off') return 'off'
  const [count = '', window = '1m', ...rest] = text.split('/')
  const windowMs = parseDuration(window)
  const limit = Number(count)
  if (
    rest.length === 0 &&
    /^\d+$/.test(count) &&
    limit >= 1 &&
    limit <= 1_000_000 &&
    windowMs !== null &&
    windowMs >= 1
  ) {
    return { limit, windowMs }
  }
  throw new InvalidArgumentError('Allowed is off, a number of requests a minute such as 60, or a window such as 10/1s.')
}

const threadsMax = 64

/** A number, or `auto`: a core is left to the target, which is often on this machine. */
export function threads(text: string): number {
  if (text === 'auto') return Math.max(1, Math.min(4, availableParallelism() - 1))
  const count = /^\d+$/.test(text) ? Number(text) : 0
  if (count >= 1 && count <= threadsMax) return count
  throw new InvalidArgumentError(`Allowed is auto or a whole number from 1 to ${threadsMax}.`)
}

/** Adds each use of a flag to a list. */
export const collect = (value: string, earlier: readonly string[] | undefined): readonly string[] => [
  ...(earlier ?? []),
  value,
]

/** What the names of accounts may start with. */
export function prefix(text: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9-]{0,31}$/.test(text)) return text
  throw new InvalidArgumentError('Allowed is 1 to 32 letters, digits and hyphens, starting with no hyphen.')
}

export function url(text: string): string {
  const parsed = URL.canParse(text) ? new URL(text) : null
  const isOpen = parsed?.username === '' && parsed.password === ''
  if (
    parsed &&
    isOpen &&
    (parsed.protocol === 'http:' || parsed.protocol === 'https:') &&
    !parsed.search &&
    !parsed.hash
  ) {
    return text.replace(/\/+$/, '')
  }
  throw new InvalidArgumentError('Allowed is the address of a booking API, such as http://127.0.0.1:3000/api/v1.')
}

export const limitOf = (flag: RateLimitFlag): RateLimit => (flag === 'off' ? null : flag)
