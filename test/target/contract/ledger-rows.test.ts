import { describe, expect, test } from 'vitest'
import { nobody } from '../../../src/target/contract/compile.ts'
import type { LedgerFields } from '../../../src/target/contract/definition.ts'
import { rowReader, rowTest, toldRows } from '../../../src/target/contract/ledger-rows.ts'

const fields: LedgerFields = { reference: '$.ref', seats: '$.seats' }
const whole: LedgerFields = {
  ...fields,
  user: '$.user',
  version: '$.version',
  available: '$.left',
  key: '$.key',
  at: '$.at',
}
const row = { ref: 'r1', seats: 2, user: 7, version: 3, left: 18, key: 'k', at: '2026-01-01' }

function read(given: unknown, as: LedgerFields = whole) {
  return rowReader(as, (field, sentence) => {
    throw new Error(`${field}: ${sentence}`)
  })(given)
}

describe('a row', () => {
  test('says all that an entry is', () => {
    expect(read(row)).toEqual([
      { version: 3, kind: 'booked', reference: 'r1', userId: '7', seats: 2, available: 18, at: '2026-01-01', key: 'k' },
    ])
  })

  test('may say no more than a reference and its seats', () => {
    expect(read({ ref: 5, seats: '2' }, fields)).toEqual([
      { version: 0, kind: 'booked', reference: '5', userId: 'unnamed', seats: 2, available: null, at: '' },
    ])
  })

  test('may be of as many seats as all rows', () => {
    expect(read({ ref: 'r' }, { ...fields, seats: 1 })).toMatchObject([{ seats: 1 }])
  })

  test('of several lines is of all their seats', () => {
    const lines = { ...fields, seats: '$.lines[*].quantity' }
    expect(read({ ref: 'r1', lines: [{ quantity: 2 }, { quantity: '3' }] }, lines)).toMatchObject([{ seats: 5 }])
    expect(() => read({ ref: 'r1', lines: [] }, lines)).toThrow('ledger.seats is missing in a row of the ledger')
    expect(() => read({ ref: 'r1', lines: [{ quantity: 2 }, { quantity: 'two' }] }, lines)).toThrow('"two"')
  })

  test('of a database may say its numbers as true and false', () => {
    expect(read({ ref: 'r1', seats: true }, fields)).toMatchObject([{ seats: 1 }])
  })

  test('is of the event at hand, or of another', () => {
    const isMeant = rowTest({ ...fields, where: { '$.show.id': '{{event.id}}', '$.kind': 'seat' } })
    const scope = { ...nobody, event: { id: 7 } }
    expect(isMeant({ show: { id: '7' }, kind: 'seat' }, scope)).toBe(true)
    expect(isMeant({ show: { id: 7 }, kind: 'parking' }, scope)).toBe(false)
    expect(isMeant({ show: { id: 8 }, kind: 'seat' }, scope)).toBe(false)
    expect(isMeant({}, scope)).toBe(false)
  })

  test('without a key has none', () => {
    for (const key of [undefined, null, '']) expect(read({ ...row, key })[0]).not.toHaveProperty('key')
  })

  const number = 'in a row of the ledger; allowed is a whole number'
  const name = 'in a row of the ledger; allowed is a text or a number'
  test.each([
    [{ seats: 'two' }, `seats: ledger.seats is "two" ${number}`],
    [{ seats: 1.5 }, `seats: ledger.seats is 1.5 ${number}`],
    [{ seats: undefined }, `seats: ledger.seats is missing ${number}`],
    [{ version: null }, `version: ledger.version is null ${number}`],
    [{ left: undefined }, `available: ledger.available is missing ${number}`],
    [{ ref: undefined }, `reference: ledger.reference is missing ${name}`],
    [{ ref: null }, `reference: ledger.reference is null ${name}`],
    [{ ref: { id: 1 } }, `reference: ledger.reference is {"id":1} ${name}`],
    [{ user: null }, `user: ledger.user is null ${name}`],
    [{ user: undefined }, `user: ledger.user is missing ${name}`],
    [{ user: { id: 7 } }, `user: ledger.user is {"id":7} ${name}`],
    [{ user: true }, `user: ledger.user is true ${name}`],
    [{ ref: ['x'.repeat(100)] }, `reference: ledger.reference is ["${'x'.repeat(55)}... ${name}`],
  ])('with %j is refused for its field', (wrong, sentence) => {
    expect(() => read({ ...row, ...wrong })).toThrow(sentence)
  })
})

describe('the kind of a row', () => {
  const words = { paid: 'booked', refunded: 'returned', void: 'ignored', 3: 'cancelled', true: 'promoted' } as const
  const kinds: LedgerFields = { ...fields, kind: { from: '$.state', words } }
  test.each([
    ['paid', ['booked']],
    ['refunded', ['booked', 'cancelled']],
    ['void', []],
    [3, ['cancelled']],
    [true, ['promoted']],
  ])('%j makes of it %j', (state, made) => {
    expect(read({ ref: 'r', seats: 1, state }, kinds).map(({ kind }) => kind)).toEqual(made)
  })

  test.each([
    ['constructor', '"constructor"'],
    [undefined, 'missing'],
    [null, 'null'],
  ])('that no word stands for is refused: %j', (state, shown) => {
    expect(() => read({ ref: 'r', seats: 1, state }, kinds)).toThrow(
      `kind: ledger.kind is ${shown} in a row of the ledger; allowed is one of 3, paid, refunded, void, true`,
    )
  })

  test('may be that of all', () => {
    expect(read({ ref: 'r', seats: 1 }, { ...fields, kind: 'cancelled' })).toMatchObject([{ kind: 'cancelled' }])
  })

  test('to be ignored asks nothing else of the row', () => {
    expect(read({ state: 'void' }, kinds)).toEqual([])
  })
})

describe('a function', () => {
  const told = (rows: unknown) =>
    toldRows(rows, (field, sentence) => {
      throw new Error(`${field}: ${sentence}`)
    })

  test('tells rows of its own', () => {
    const rows = [
      { reference: 'r', seats: 1, user: 4, key: 'k' },
      { reference: 5, seats: '2', version: 3, available: 0, at: 'now', kind: 'cancelled', user: null },
      { reference: 'x', seats: 1, kind: 'returned', version: undefined },
      { kind: 'ignored' },
    ]
    expect(told(rows)).toMatchObject([
      { version: 0, kind: 'booked', reference: 'r', userId: '4', seats: 1, available: null, at: '', key: 'k' },
      { version: 3, kind: 'cancelled', reference: '5', userId: 'unnamed', seats: 2, available: 0, at: 'now' },
      { version: 0, kind: 'booked', reference: 'x' },
      { version: 0, kind: 'cancelled', reference: 'x' },
    ])
  })

  test('is held to what a row may be', () => {
    const number = 'in a row of the ledger; allowed is a whole number'
    expect(() => told([{ reference: 'r', seats: 'one' }])).toThrow(`seats: ledger.seats is "one" ${number}`)
    expect(() => told([{ reference: 'r' }])).toThrow(`seats: ledger.seats is missing ${number}`)
    expect(() => told([{ reference: 'r', seats: 1, version: '1a' }])).toThrow(
      `version: ledger.version is "1a" ${number}`,
    )
    expect(() => told([{ reference: 'r', seats: 1, kind: 'sold' }])).toThrow('kind: ledger.kind is "sold" in a row')
    expect(() => told([null])).toThrow('reference: ledger.reference is missing in a row')
    expect(() => told({ rows: [] })).toThrow(': ledger returned {"rows":[]}; allowed is a list of rows')
    expect(() => told(undefined)).toThrow(': ledger returned nothing; allowed is a list of rows')
  })
})
