/**
 * How long a `Retry-After` asks to wait, in milliseconds; null where it says nothing that can be understood.
 * RFC 9110, section 10.2.3: whole seconds, or a date.
 */
export function retryAfterMs(text: string | undefined): number | null {
  if (text === undefined) return null
  if (/^\d+$/.test(text)) return Number(text) * 1000
  const date = Date.parse(text)
  return Number.isNaN(date) ? null : Math.max(0, date - Date.now())
}
