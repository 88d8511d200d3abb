import type { LedgerFields } from './definition.ts'
import { nodeAt } from './json-path.ts'
import { rowReader } from './ledger-rows.ts'
import type { Mistake } from './step-reading.ts'
import { textOf } from './template.ts'

const checked = [
  'reference',
  'seats',
  'user',
  'version',
  'available',
] as const satisfies readonly (keyof LedgerFields)[]
const silent = ['key', 'at'] as const satisfies readonly (keyof LedgerFields)[]

/**
 * All that is wrong with the fields of a ledger, where reading it stops at the first.
 * @param rows as they came
 * @param reference the booking whose row has everything; null where none is known
 */
export function rowMistakes(
  fields: LedgerFields,
  rows: readonly unknown[],
  reference: string | null,
): readonly Mistake[] {
  const { kind, reference: name } = fields
  const mistakes = new Map<string, Mistake>()
  const add = (field: string, sentence: string) => mistakes.set(sentence, { path: ['ledger', field], sentence })
  for (const field of checked) {
    const alone: LedgerFields = { kind, reference: name, seats: 1, [field]: fields[field] }
    firstMistake(alone, rows, add)
  }
  // A key or a time is read where it is there, so that nothing stops for the want of it.
  const find = nodeAt(name)
  const ours = rows.find((row) => reference !== null && textOf(find(row)) === reference)
  if (ours === undefined) return [...mistakes.values()]
  for (const field of silent) {
    const path = fields[field]
    const value = path === undefined ? '' : nodeAt(path)(ours)
    if (value === undefined || value === null)
      add(field, `ledger.${field}: ${path} matches nothing in the row of ${reference}`)
  }
  return [...mistakes.values()]
}

function firstMistake(fields: LedgerFields, rows: readonly unknown[], add: (field: string, sentence: string) => void) {
  class Refused extends Error {}
  const read = rowReader(fields, (field, sentence) => {
    add(field, sentence)
    throw new Refused()
  })
  try {
    for (const row of rows) read(row)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
  }
}
