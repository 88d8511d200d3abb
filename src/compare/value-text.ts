import { absent, countText } from '../report/count-text.ts'
import { significant } from '../report/duration-text.ts'
import type { Unit, Value } from './comparison.ts'

/** A value without its unit, which stands beside the metric. */
export function valueText(value: Value, unit: Unit | null): string {
  if (value === null) return absent
  if (typeof value === 'string') return value
  // A mean of counts may have a fraction.
  return isMeasured(unit) || !Number.isInteger(value) ? significant(value) : countText(value)
}

export function differenceText(difference: number | null, unit: Unit | null): string {
  if (difference === null) return ''
  return signed(difference, (size) => valueText(size, unit))
}

/** `+12.3 %`. */
export function changeText(change: number | null): string {
  if (change === null) return ''
  return signed(change, (size) => `${significant(size * 100)} %`)
}

/** What is counted is named by its metric; what is measured says nothing without its unit. */
export const isMeasured = (unit: Unit | null): boolean => unit === 'ms' || unit === 'MB' || unit === 'requests/s'

function signed(value: number, text: (size: number) => string): string {
  if (value === 0) return '0'
  return `${value < 0 ? '−' : '+'}${text(Math.abs(value))}`
}
