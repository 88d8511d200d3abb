import { absent } from './count-text.ts'

/** `0.84 ms`, `41.2 ms`, `2.5 s`: the unit that needs the fewest digits. */
export function durationText(ms: number | null): string {
  if (ms === null) return absent
  return ms < 999.5 ? `${significant(ms)} ms` : `${decimals(ms / 1000, 1)} s`
}

export interface TimeUnit {
  readonly name: 'ms' | 's'
  /** Without the unit, which stands in the head of a table. */
  readonly text: (ms: number | null) => string
}

/** One unit for a whole table, since only numbers in the same unit can be compared at a glance. */
export function timeUnitFor(largestMs: number | null): TimeUnit {
  if (largestMs !== null && largestMs >= 100_000) {
    return { name: 's', text: (ms) => (ms === null ? absent : significant(ms / 1000)) }
  }
  return { name: 'ms', text: (ms) => (ms === null ? absent : significant(ms)) }
}

/** A measured number with about three digits that count: `0.84`, `41.2`, `2,504`. */
export function significant(value: number): string {
  const size = Math.abs(value)
  if (size === 0) return '0'
  if (size < 9.995) return decimals(value, 2)
  return decimals(value, size < 99.95 ? 1 : 0)
}

function decimals(value: number, digits: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}
