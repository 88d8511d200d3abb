const unitMs = { ms: 1, s: 1000, m: 60_000 } as const

/** How a person may write a length of time: `250ms`, `1.5s`, `2m`. */
export const durationPattern = /^(?<amount>\d+(?:\.\d+)?)(?<unit>ms|s|m)$/

/** @returns milliseconds, or null where the text is no duration */
export function parseDuration(text: string): number | null {
  const { amount, unit } = durationPattern.exec(text.trim())?.groups ?? {}
  if (amount === undefined || (unit !== 'ms' && unit !== 's' && unit !== 'm')) return null
  return Number(amount) * unitMs[unit]
}
