/** A number that a bar sets an upper limit to, and whether it keeps within it. */
export function barCell(value: number, bar: number | undefined): string {
  if (bar === undefined) return ''
  return `≤ ${bar} ${value <= bar ? 'met' : 'missed'}`
}

export const number = (value: number, decimals = 1): string => (Number.isFinite(value) ? value.toFixed(decimals) : '–')

export const count = (value: number): string => Math.round(value).toLocaleString('en')

/** A share as a percentage, whole. */
export const percent = (share: number): string => `${Math.round(share * 100)} %`
