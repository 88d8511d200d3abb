import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { parse as parseCsv } from 'csv-parse/sync'
import { stringify as stringifyCsv } from 'csv-stringify/sync'
import { z } from 'zod'
import { userId } from '../booking/event.ts'
import { UsageError } from '../operator/errors.ts'
import { fileComplaint } from '../operator/file-complaint.ts'
import { writeWhole } from '../operator/write-whole.ts'
import type { Account } from './account.ts'

const columns = ['id', 'email', 'name', 'token'] as const
const rowSchema = z.object({ id: z.string().min(1), email: z.string(), name: z.string(), token: z.string().min(1) })
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
export async function writeUsersFile(path: string, accounts: readonly Account[]): Promise<void> {
  const rows = accounts.map(({ id, email, name, token }) => ({ id, email, name, token }))
  // The tokens are credentials, so nobody but the operator may read them.
  await writeWhole(path, textOf(rows, usersFileFormat(path)), { mode: 0o600 })
}

function textOf(rows: readonly object[], format: UsersFileFormat): string {
  switch (format) {
    case '.csv':
      return stringifyCsv([...rows], { header: true, columns: [...columns] })
    case '.json':
      return `${JSON.stringify(rows, null, 2)}\n`
    case '.ndjson':
      return rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  }
}

/**
 * Reads accounts back. Tokens are all different, so that no two users are one by accident.
 * @throws {UsageError} one sentence with the file, the row, the field, what was found and what is allowed
 */
export async function readUsersFile(path: string): Promise<readonly Account[]> {
  const format = usersFileFormat(path)
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${path}: ${fileComplaint(error)}`)
  })
  const accounts = rowsIn(text, path, format).map((row, index) => accountOf(row, `${path}: row ${index + 1}`))
  refuseRepeats(accounts, path)
  return accounts
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
    throw new UsageError(`${path}: this is not valid CSV: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function jsonRows(text: string, path: string): readonly unknown[] {
  const rows = parsed(text, path)
  if (Array.isArray(rows)) return rows
  throw new UsageError(`${path}: allowed is a JSON list of objects with ${columns.join(', ')}`)
}

function ndjsonRows(text: string, path: string): readonly unknown[] {
  const lines = text.replace(/^\uFEFF/, '').split('\n')
  return lines.flatMap((line, index) => (line.trim() === '' ? [] : [parsed(line, `${path}:${index + 1}`)]))
}

function parsed(json: string, where: string): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    throw new UsageError(`${where}: this is not valid JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function accountOf(row: unknown, where: string): Account {
  const checked = rowSchema.safeParse(row)
  if (checked.success)
    return { ...checked.data, id: userId(checked.data.id), token: tokenOf(checked.data.token, where) }
  const field = checked.error.issues[0]?.path[0]
  if (field === undefined) throw new UsageError(`${where} is no mapping; allowed is one with ${columns.join(', ')}`)
  throw new UsageError(`${where}: ${String(field)} is missing or empty; allowed is a row with ${columns.join(', ')}`)
}

/** A token travels in a header, where a line break would end it, and beyond ASCII nobody agrees on the bytes. */
function tokenOf(token: string, where: string): string {
  const wrong = /[^ -~]/u.exec(token)
  if (!wrong) return token
  const found = `${JSON.stringify(wrong[0])} as character ${wrong.index + 1}`
  throw new UsageError(`${where}: token has ${found}, which no header carries; allowed are ASCII characters that print`)
}

function refuseRepeats(accounts: readonly Account[], path: string): void {
  const rowOf = new Map<string, number>()
  for (const [index, { token }] of accounts.entries()) {
    const earlier = rowOf.get(token)
    if (earlier !== undefined) {
      throw new UsageError(`${path}: row ${index + 1} has the same token as row ${earlier}; allowed is a token each`)
    }
    rowOf.set(token, index + 1)
  }
}
