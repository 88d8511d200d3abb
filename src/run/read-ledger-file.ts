import { readFile } from 'node:fs/promises'
import { UsageError } from '../operator/errors.ts'
import { fileComplaint } from '../operator/file-complaint.ts'
import { entrySchema, ledgerSchema, lineSchemas } from '../record/history-lines.ts'
import { complaintOf } from '../operator/complaint.ts'
import { entryOf, type ToldLedger } from './gathered-ledger.ts'

const allowed = 'allowed is the JSON that GET /events/{id}/ledger answers, or one entry of it a line'

/**
 * Reads a ledger from a file of its own: whole, or an entry a line, with or without a `ledger` line at the end.
 * @throws {UsageError} one sentence with the file, the line, the field, what was found and what is allowed
 */
export async function readLedgerFile(path: string): Promise<ToldLedger> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${path}: ${fileComplaint(error)}`)
  })
  // An export that failed is empty, too.
  if (text.trim() === '') throw new UsageError(`${path}: it is empty; ${allowed}`)
  const whole = parseJson(text)
  return isWhole(whole) ? readWhole(whole, path) : readEntries(text, path)
}

const isWhole = (value: unknown): value is object => typeof value === 'object' && value !== null && 'entries' in value

function readWhole(value: object, path: string): ToldLedger {
  const { data, error } = ledgerSchema.safeParse(value)
  if (!data) throw new UsageError(`${path}: ${complaintOf(error, value).text}`)
  return { entries: data.entries.map(entryOf), event: data.event ?? {} }
}

function readEntries(text: string, path: string): ToldLedger {
  const entries = []
  let end: Omit<ToldLedger, 'entries'> = { event: {} }
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .entries()) {
    if (line.trim() === '') continue
    const place = `${path}:${index + 1}`
    const value = parseJson(line)
    if (value === undefined) throw new UsageError(`${place}: this is not valid JSON; ${allowed}`)
    if (isClosing(value)) end = readEnd(value, place)
    else entries.push(readEntry(value, place))
  }
  return { entries, ...end }
}

const isClosing = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'type' in value && value.type === 'ledger'

function readEnd(value: unknown, place: string): Omit<ToldLedger, 'entries'> {
  const { data, error } = lineSchemas.ledger.safeParse(value)
  if (!data) throw new UsageError(`${place}: ${complaintOf(error, value).text}`)
  const { event = {}, closing } = data
  return { event, ...(closing === undefined ? {} : { closing }) }
}

function readEntry(value: unknown, place: string) {
  const { data, error } = entrySchema.safeParse(value)
  if (!data) throw new UsageError(`${place}: ${complaintOf(error, value).text}`)
  return entryOf(data)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
