import { reference, userId } from '../../booking/event.ts'
import { unnamed, type LedgerEntry, type LedgerKind } from '../../booking/ledger.ts'
import { shown } from '../../operator/complaint.ts'
import { rowKinds, type LedgerFields, type RowKind, type Scope, type ToldRow } from './definition.ts'
import { nodeAt, nodesAt, type Node } from './json-path.ts'
import { numberIn } from './step.ts'
import { renderText, textOf } from './template.ts'

/** Turns a row of somebody's ledger into entries: none, one, or two where it was given back since. */
export type RowReader = (row: unknown) => readonly LedgerEntry[]

/** Refuses a row for what one of its fields says. */
export type ComplainOfRow = (field: string, sentence: string) => never

/** @throws {SyntaxError} where a path is none */
export function rowReader(fields: LedgerFields, complain: ComplainOfRow): RowReader {
  const find = (path: string | undefined): Node | null => (path === undefined ? null : nodeAt(path))
  const findReference = nodeAt(fields.reference)
  const findSeats = typeof fields.seats === 'number' ? null : nodesAt(fields.seats)
  const [findUser, findVersion, findAvailable, findKey, findAt] = [
    fields.user,
    fields.version,
    fields.available,
    fields.key,
    fields.at,
  ].map(find)
  const kindOf = kindReader(fields.kind, complain)
  const whole = (field: 'seats' | 'version' | 'available', found: unknown): number =>
    // A database may show a column of small numbers as true and false.
    numberIn(typeof found === 'boolean' ? Number(found) : found) ??
    complain(field, `ledger.${field} is ${foundText(found)} in a row of the ledger; allowed is a whole number`)
  // A booking of several lines is of all their seats.
  const seatsIn = (found: readonly unknown[]): number =>
    found.length === 0
      ? whole('seats', undefined)
      : found.reduce<number>((sum, seats) => sum + whole('seats', seats), 0)
  const named = (field: 'reference' | 'user', found: unknown): string | number =>
    typeof found === 'string' || typeof found === 'number'
      ? found
      : complain(field, `ledger.${field} is ${foundText(found)} in a row of the ledger; allowed is a text or a number`)
  return (row) => {
    const kind = kindOf(row)
    if (kind === 'ignored') return []
    const name = named('reference', findReference(row))
    const user = findUser ? named('user', findUser(row)) : undefined
    const key = findKey?.(row)
    return entriesOf({
      kind,
      reference: textOf(name),
      seats: findSeats === null ? Number(fields.seats) : seatsIn(findSeats(row)),
      ...(user === undefined ? {} : { user: textOf(user) }),
      ...(findVersion ? { version: whole('version', findVersion(row)) } : {}),
      ...(findAvailable ? { available: whole('available', findAvailable(row)) } : {}),
      ...(typeof key === 'string' && key !== '' ? { key } : {}),
      at: textOf(findAt?.(row)),
    })
  }
}

/** Whether a row is of the event at hand, where a ledger lists those of others as well. */
export function rowTest({ where = {} }: LedgerFields): (row: unknown, scope: Scope) => boolean {
  const tests = Object.entries(where).map(([path, text]) => ({ find: nodeAt(path), render: renderText(text) }))
  return (row, scope) =>
    tests.every(({ find, render }) => textOf(find(row)) === (typeof render === 'string' ? render : render(scope)))
}

/**
 * Reads the rows that a function told: JavaScript may tell anything, and a number that is a text would be added up as one.
 */
export function toldRows(rows: unknown, complain: ComplainOfRow): readonly LedgerEntry[] {
  if (!Array.isArray(rows))
    return complain('', `ledger returned ${rows === undefined ? 'nothing' : shown(rows)}; allowed is a list of rows`)
  const words = Object.fromEntries(rowKinds.map((kind) => [kind, kind]))
  return rows.flatMap((row: unknown) => {
    const told = Object(row)
    const says = optional.filter((field) => (told[field] ?? null) !== null)
    return rowReader(
      {
        reference: '$.reference',
        seats: '$.seats',
        ...Object.fromEntries(says.map((field) => [field, `$.${field}`])),
        ...((told.kind ?? null) === null ? {} : { kind: { from: '$.kind', words } }),
      },
      complain,
    )(row)
  })
}

const optional = ['user', 'version', 'available', 'key', 'at'] as const

function entriesOf(row: ToldRow): readonly LedgerEntry[] {
  const { kind = 'booked', seats, version = 0, available = null, at = '', key, user } = row
  const entry = (said: LedgerKind): LedgerEntry => ({
    version,
    kind: said,
    reference: reference(row.reference),
    userId: user === undefined ? unnamed : userId(String(user)),
    seats,
    available,
    at,
    ...(key === undefined ? {} : { key }),
  })
  if (kind === 'ignored') return []
  return kind === 'returned' ? [entry('booked'), entry('cancelled')] : [entry(kind)]
}

function kindReader(kind: LedgerFields['kind'], complain: ComplainOfRow): (row: unknown) => RowKind {
  if (kind === undefined || typeof kind === 'string') return () => kind ?? 'booked'
  const find = nodeAt(kind.from)
  const words = new Map(Object.entries(kind.words))
  return (row) => {
    const found = find(row)
    return (
      words.get(textOf(found)) ??
      complain(
        'kind',
        `ledger.kind is ${foundText(found)} in a row of the ledger; allowed is one of ${[...words.keys()].join(', ')}`,
      )
    )
  }
}

const foundText = (value: unknown): string => (value === undefined ? 'missing' : shown(value))
