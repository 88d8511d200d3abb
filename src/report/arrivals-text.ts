import type { Arrivals } from '../scenario/arrivals.ts'
import { countOf } from './count-text.ts'
import { durationText } from './duration-text.ts'

/** How users came, where it was not all at once: `in 5 waves, 200 ms apart`, `500 users a second for 30.0 s`. */
export function arrivalsText(arrivals: Arrivals): string | null {
  switch (arrivals.pattern) {
    case 'burst':
      return null
    case 'waves':
      return `in ${countOf(arrivals.waves, 'wave')}, ${durationText(arrivals.intervalMs)} apart`
    case 'ramp':
      return `ever faster for ${durationText(arrivals.durationMs)}`
    case 'rate':
      return `${countOf(arrivals.perSecond, 'user')} a second for ${durationText(arrivals.durationMs)}`
    case 'loop':
      return `again and again for ${durationText(arrivals.durationMs)}`
  }
}
