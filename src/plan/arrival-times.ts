import type { Arrivals } from '../scenario/arrivals.ts'

/** When each of so many users first presses "buy": microseconds after the gate opens, ascending. */
export function arrivalTimesUs(arrivals: Arrivals, users: number): Float64Array {
  const at = arrivalOf(arrivals, users)
  return Float64Array.from({ length: users }, (_, index) => at(index) * 1000)
}

/** @returns milliseconds by a user's place in the order of arrival, from 0 */
function arrivalOf(arrivals: Arrivals, users: number): (index: number) => number {
  switch (arrivals.pattern) {
    case 'burst':
    case 'loop':
      return () => 0
    case 'waves':
      return (index) => Math.floor((index * arrivals.waves) / users) * arrivals.intervalMs
    case 'ramp':
      // A rate that rises linearly has brought a share (t / duration)² of all users by the time t.
      return (index) => arrivals.durationMs * Math.sqrt(index / users)
    case 'rate':
      return (index) => (index * 1000) / arrivals.perSecond
  }
}
