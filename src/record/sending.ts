import type { History } from './history.ts'
import { percentile } from './latency.ts'
import { placesWhere } from './places-where.ts'

/** A send this much after its time was held up by the tool, not by the coarseness of a timer. */
const lateMs = 10

/** How the users of the first burst left: milliseconds from the first send to the last, to half, to nine in ten of them. */
export interface SendSpread {
  readonly count: number
  readonly spreadMs: number
  readonly p50Ms: number
  readonly p90Ms: number
}

/** @returns null where fewer than two were released together */
export function sendSpread(history: History): SendSpread | null {
  const together = placesWhere(history.plannedUs, (us) => us === 0)
  const sent = Float64Array.from(together, (place) => history.sentUs[place] ?? 0).sort()
  const first = sent.at(0)
  if (first === undefined || sent.length < 2) return null
  const afterFirstMs = (us: number | null | undefined) => ((us ?? first) - first) / 1000
  return {
    count: sent.length,
    spreadMs: afterFirstMs(sent.at(-1)),
    p50Ms: afterFirstMs(percentile(sent, 50)),
    p90Ms: afterFirstMs(percentile(sent, 90)),
  }
}

/** Attempts that were sent late by more than `lateMs`. The first burst is left out: its spread says how it left. */
export function countLateSends({ plannedUs, sentUs }: History): number {
  return plannedUs.reduce(
    (late, planned, index) => (planned > 0 && (sentUs[index] ?? 0) - planned > lateMs * 1000 ? late + 1 : late),
    0,
  )
}
