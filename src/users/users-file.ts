import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { parse as parseCsv } from 'csv-parse/sync'
import { stringify as stringifyCsv } from 'csv-stringify/sync'
import { messageOf, UsageError } from '../operator/errors.ts'
import { fileComplaint } from '../operator/file-complaint.ts'
import { writeWhole } from '../operator/write-whole.ts'
import type { Fields } from '../target/booking-api.ts'
import type { UserFields } from '../target/contract/user-fields.ts'

const formats = ['.csv', '.json', '.ndjson'] as const
type UsersFileFormat = (typeof formats)[number]

/** @throws {UsageError} unless the name ends in .csv, .json or .ndjson */
export function usersFileFormat(path: string): UsersFileFormat {
  const ending = extname(path).toLowerCase()
  const format = formats.find((name) => name === ending)
  if (!format) throw new UsageError(`${path}: a file of users ends in .csv, .json or .ndjson, not in "${ending}"`)
  return format
}

/** Writes accounts with their tokens, whole or not at all: a CSV with a header line, a JSON list of objects, or one a line. */
export async function writeUsersFile(path: string, rows: readonly Fields[]): Promise<void> {
  // The tokens are credentials, so nobody but the operator may read them.
  await writeWhole(path, textOf(rows, usersFileFormat(path)), { mode: 0o600 })
}

function textOf(rows: readonly Fields[], format: UsersFileFormat): string {
  switch (format) {
    case '.csv':
      return stringifyCsv([...rows], { header: true, columns: Object.keys(rows[0] ?? {}) })
    case '.json':
      return `${JSON.stringify(rows, null, 2)}\n`
    case '.ndjson':
      return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  }
}

/**
 * Reads accounts: rows with whatever fields a contract asks for. What they are known by is different in all of them, so
 * that no two users are one by accident.
 * @throws {UsageError} one sentence with the file, the row, the field, what was found and what is allowed
 */
export async function readUsersFile(path: string, asked: UserFields): Promise<readonly Fields[]> {
  const format = usersFileFormat(path)
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${path}: ${fileComplaint(error)}`)
  })
  const rows = rowsIn(text, path, format).map((row, index) => checkedRow(row, asked, `${path}: row ${index + 1}`))
  refuseRepeats(rows, asked, path)
  return rows
}

function rowsIn(text: string, path: string, format: UsersFileFormat): readonly unknown[] {
  switch (format) {
    case '.csv':
      return csvRows(text, path)
    case '.json':
      return jsonRows(text, path)
    case '.ndjson':
      return ndjsonRows(text, path)
  }
}

function csvRows(text: string, path: string): readonly unknown[] {
  try {
    return parseCsv(text, { columns: true, skip_empty_lines: true, trim: true, bom: true })
  } catch (error) {
    throw new UsageError(`${path}: this is not valid CSV: ${messageOf(error)}`)
  }
}

function jsonRows(text: string, path: string): readonly unknown[] {
  const rows = parsed(text, path)
  if (Array.isArray(rows)) return rows
  throw new UsageError(`${path}: allowed is a JSON list of objects, one a user`)
}

function ndjsonRows(text: string, path: string): readonly unknown[] {
  const lines = text.replace(/^\uFEFF/, '').split('\n')
  return lines.flatMap((line, index) => (line.trim() === '' ? [] : [parsed(line, `${path}:${index + 1}`)]))
}

function parsed(json: string, where: string): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    throw new UsageError(`${where}: this is not valid JSON: ${messageOf(error)}`)
  }
}

function checkedRow(row: unknown, { needed, inHeaders }: UserFields, where: string): Fields {
  if (!isMapping(row)) throw new UsageError(`${where} is no mapping; allowed is one with ${needed.join(', ')}`)
  for (const field of needed) {
    const value = row[field]
    if (value === undefined || value === null || value === '') {
      throw new UsageError(`${where}: ${field} is missing or empty; allowed is a row with ${needed.join(', ')}`)
    }
  }
  for (const field of inHeaders) refuseUnprintable(String(row[field]), field, where)
  return row
}

const isMapping = (row: unknown): row is Fields => typeof row === 'object' && row !== null && !Array.isArray(row)

/** A token travels in a header, where a line break would end it, and beyond ASCII nobody agrees on the bytes. */
function refuseUnprintable(token: string, field: string, where: string): void {
  const wrong = /[^ -~]/u.exec(token)
  if (!wrong) return
  const found = `${JSON.stringify(wrong[0])} as character ${wrong.index + 1}`
  throw new UsageError(
    `${where}: ${field} has ${found}, which no header carries; allowed are ASCII characters that print`,
  )
}

function refuseRepeats(rows: readonly Fields[], { credentials }: UserFields, path: string): void {
  if (credentials.length === 0) return
  const rowOf = new Map<string, number>()
  for (const [index, row] of rows.entries()) {
    const known = JSON.stringify(credentials.map((field) => row[field]))
    const earlier = rowOf.get(known)
    if (earlier !== undefined) {
      const fields = credentials.join(' and ')
      throw new UsageError(
        `${path}: row ${index + 1} has the same ${fields} as row ${earlier}; allowed is a ${fields} each`,
      )
    }
    rowOf.set(known, index + 1)
  }
}
