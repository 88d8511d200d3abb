const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** What stands where nothing was measured. */
export const absent = '–'

/** `12,500`. */
export const countText = (count: number | null): string => (count === null ? absent : grouped.format(count))

/** `1 seat`, `12,500 seats`. */
export function countOf(count: number, singular: string, plural = `${singular}s`): string {
  return `${countText(count)} ${count === 1 ? singular : plural}`
}

/** `99.7 %`. Never rounded to none or to all: whoever reads "100.0 %" takes it for everybody. */
export function shareText(part: number, whole: number): string {
  if (whole === 0) return absent
  const percent = (part / whole) * 100
  if (percent > 0 && percent < 0.05) return '<0.1 %'
  if (percent < 100 && percent >= 99.95) return '>99.9 %'
  return `${percent.toFixed(1)} %`
}
