import { parseDuration } from '../booking/duration.ts'
import { arrivingMsMax, usersMax, wavesMax, type Arrivals } from './arrivals.ts'

/** What a flag may say of arrivals. */
export const arrivalsHint =
  `burst, waves:5/200ms, ramp:10s, rate:500/30s or loop:60s, ` +
  `with 2 to ${wavesMax.toLocaleString('en')} waves, 1 to ${usersMax.toLocaleString('en')} users a second and 1ms to 60m`

/**
 * Reads arrivals in their compact form: `burst`, `waves:<k>/<interval>`, `ramp:<duration>`, `rate:<per second>/<duration>`
 * or `loop:<duration>`.
 * @returns null where the text is none of these
 */
export function parseArrivals(text: string): Arrivals | null {
  const { pattern, count, time } =
    /^(?<pattern>[a-z]+)(?::(?:(?<count>\d+)\/)?(?<time>[^/]+))?$/.exec(text)?.groups ?? {}
  const durationMs = time === undefined ? null : arrivingMs(time)
  if (pattern === 'burst') return text === 'burst' ? { pattern } : null
  if (durationMs === null) return null
  if (pattern === 'ramp' || pattern === 'loop') return count === undefined ? { pattern, durationMs } : null
  const number = Number(count)
  if (pattern === 'waves' && number >= 2 && number <= wavesMax)
    return { pattern, waves: number, intervalMs: durationMs }
  if (pattern === 'rate' && number >= 1 && number <= usersMax) return { pattern, perSecond: number, durationMs }
  return null
}

function arrivingMs(text: string): number | null {
  const ms = parseDuration(text)
  return ms !== null && ms >= 1 && ms <= arrivingMsMax ? ms : null
}
