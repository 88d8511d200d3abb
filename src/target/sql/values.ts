/** The number that a decimal text stands for, or the text itself where a JS number would not be exactly that. */
export function numberIfExact(text: string): number | string {
  const digits = /^-?(\d+)(?:\.(\d*?)0*)?$/.exec(text)
  if (!digits) return text
  const [, whole = '', fraction = ''] = digits
  const value = Number(text)
  // A double keeps any 15 decimal digits, and all the whole numbers that are safe.
  return whole.length + fraction.length <= 15 || (fraction === '' && Number.isSafeInteger(value)) ? value : text
}

/** `2026-05-01 10:00:00.25` as ISO 8601 writes it. What has no such blank in it is left as it is. */
export const isoTime = (text: string): string => text.replace(/^(\d{4,}-\d\d-\d\d) (?=\d)/, '$1T')

/**
 * Makes a column of 0 and 1 one of booleans. Where it holds anything else it is one of numbers, whatever its type is
 * called: databases without booleans have small integers instead, and those serve for both.
 */
export function readBooleans(rows: Record<string, unknown>[], column: string): void {
  if (!rows.every((row) => row[column] === null || row[column] === 0 || row[column] === 1)) return
  for (const row of rows) if (row[column] !== null) row[column] = row[column] === 1
}

/** What a database says, on one line. */
export const onOneLine = (message: string): string => message.trim().replace(/\s+/g, ' ')
