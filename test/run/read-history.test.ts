import { describe, expect, test } from 'vitest'
import { judge } from '../../src/judge/judge.ts'
import { attemptsOf } from '../../src/record/attempt.ts'
import { entryOf } from '../../src/run/gathered-ledger.ts'
import { ndjson, toldBy } from './told-round.ts'

const round = { type: 'round', event: { capacity: 3 } }
const attempt = { type: 'attempt', user: 0, sentUs: 10, endedUs: 20, outcome: 'conflict' }
const entry = { type: 'entry', version: 5, reference: 'R', userId: 'u0', seats: 1, available: 2 }

async function onlyRound(lines: readonly object[]) {
  const [told, ...others] = await toldBy(ndjson(lines))
  if (!told || others.length > 0) throw new Error('there is more or less than one round')
  return told
}

const attemptsIn = async (lines: readonly object[]) => [...attemptsOf((await onlyRound(lines)).facts.history)]

test('what the lines leave out is understood', async () => {
  const { name, repetition, asked, cutOff, facts } = await onlyRound([round, attempt])
  expect({ name, repetition, asked, cutOff }).toEqual({ name: 'round 1', repetition: 1, asked: 1, cutOff: null })
  expect(facts.opening).toMatchObject({ capacity: 3, available: 3, version: 1, waitlist: false })
  expect(facts.ledger).toEqual({ unavailable: 'the file has none' })
  expect(facts).toMatchObject({ launchedAttempts: 1, quietMs: 0, interrupted: false, reads: [] })
  expect(facts.planned.users).toBe(1)
  expect(facts.planned.seatsOf(0, 0)).toBe(1)
  expect(facts.accountOf(0)).toBe('u0')
  expect(facts.keyOf(0, 0)).toBeNull()
  const told = { attempt: 1, operation: 0, plannedUs: 0, sentUs: 0, endedUs: 10, status: 409, acknowledged: null }
  expect([...attemptsOf(facts.history)]).toMatchObject([told])
})

test('attempts are numbered as they stand, and the same key is the same operation', async () => {
  const again = (key?: string, user = 0) => ({ ...attempt, user, ...(key === undefined ? {} : { key }) })
  const lines = [again('a'), again('a'), again('b', 1), again('b'), again('a'), again(), again()]
  const found = await attemptsIn([round, ...lines])
  expect(found.map(({ user, attempt: number, operation }) => [user, number, operation])).toEqual([
    [0, 1, 1],
    [0, 2, 1],
    [1, 1, 1],
    [0, 3, 2],
    [0, 4, 1],
    [0, 5, 0],
    [0, 6, 0],
  ])
})

test('an attempt goes by the numbers that it gives', async () => {
  const { facts } = await onlyRound([
    round,
    { ...attempt, attempt: 1, operation: 0, key: 'a', account: 'ana', asked: 2 },
    { ...attempt, attempt: 2, operation: 1, key: 'b' },
  ])
  expect([...attemptsOf(facts.history)]).toMatchObject([{ operation: 0 }, { attempt: 2, operation: 1 }])
  expect([facts.keyOf(0, 0), facts.keyOf(0, 1), facts.accountOf(0), facts.planned.seatsOf(0, 0)]).toEqual([
    'a',
    'b',
    'ana',
    2,
  ])
})

test('times on the clock of the wall count from the smallest, and attempts stand in the order in which they ended', async () => {
  const epoch = 1_764_000_000_000_000
  const found = await attemptsIn([
    round,
    { ...attempt, user: 0, sentUs: epoch + 5, endedUs: epoch + 90 },
    { ...attempt, user: 1, sentUs: epoch + 2, endedUs: epoch + 50 },
  ])
  expect(found).toMatchObject([
    { user: 1, sentUs: 0, endedUs: 48 },
    { user: 0, sentUs: 3, endedUs: 88 },
  ])
})

test('a look at the event can be what came first', async () => {
  const { facts } = await onlyRound([
    round,
    attempt,
    { type: 'read', user: 0, sentUs: 4, endedUs: 6, available: 3, version: 1 },
    { type: 'read', user: 0, sentUs: 3, endedUs: 5, available: 3 },
  ])
  expect(facts.reads).toEqual([
    { user: 0, sentUs: 0, endedUs: 2, available: 3, version: null },
    { user: 0, sentUs: 1, endedUs: 3, available: 3, version: 1 },
  ])
  expect(facts.history.sentUs[0]).toBe(7)
})

test('a round may say what its times count from', async () => {
  const [found] = await attemptsIn([{ ...round, openedUs: 8 }, attempt])
  expect(found).toMatchObject({ sentUs: 2, endedUs: 12 })
})

test('seats may be held where a round says so or, where it says nothing, by earlier steps', async () => {
  const began = { ...attempt, beganUs: 5, sentUs: 10, endedUs: 20 }
  const mayHold = async (lines: readonly object[]) => (await toldBy(ndjson(lines)))[0]?.facts.mayHold ?? false
  expect(await mayHold([round, attempt])).toBe(false)
  expect(await mayHold([{ ...round, mayHold: true }, attempt])).toBe(true)
  expect(await mayHold([round, began])).toBe(true)
  expect(await mayHold([{ ...round, mayHold: false }, began])).toBe(false)
})

test('each round has lines of its own', async () => {
  const rounds = await toldBy(
    ndjson([
      { type: 'run', schema: 'bookload.history/v1' },
      { ...round, name: 'one' },
      attempt,
      { ...round, event: { capacity: 9 }, repetition: 2 },
      attempt,
      { ...attempt, user: 1 },
    ]),
  )
  expect(
    rounds.map(({ name, repetition, facts }) => [name, repetition, facts.opening.capacity, facts.history.length]),
  ).toEqual([
    ['one', 1, 3, 1],
    ['round 2', 2, 9, 2],
  ])
})

test('a ledger says what nobody else does: the version before it, and the event after it', async () => {
  const { facts } = await onlyRound([
    round,
    attempt,
    entry,
    { ...entry, version: 6, available: 1 },
    { type: 'ledger', quietMs: 700 },
  ])
  expect(facts.quietMs).toBe(700)
  expect(facts.opening.version).toBe(4)
  expect(facts.ledger).toMatchObject({ event: { capacity: 3, available: 1, version: 6 }, entries: [{ at: '' }, {}] })
})

test('where nobody says how many seats were asked for, it is as many as were booked', async () => {
  const booked = { ...attempt, user: 1, outcome: 'booked', reference: 'R', seats: 2 }
  const byAnswer = await onlyRound([round, attempt, booked])
  expect(byAnswer.asked).toBe(2)
  expect(byAnswer.facts.planned.seatsOf(0, 0)).toBe(2)
  const byLedger = await onlyRound([round, attempt, { ...entry, seats: 3, available: 0 }, { type: 'ledger' }])
  expect(byLedger.facts.planned.seatsOf(0, 0)).toBe(3)
  const said = await onlyRound([{ ...round, asked: 1 }, attempt, booked])
  expect(said.facts.planned.seatsOf(1, 0)).toBe(1)
  const differing = [round, booked, { ...booked, user: 0, reference: 'S', seats: 1 }]
  await expect(onlyRound(differing)).rejects.toThrow(
    'sale.ndjson:1: asked is missing, and 1 and 2 seats were booked; allowed is how many were asked for, in the line of the round or in those of the attempts',
  )
  const told = await onlyRound([
    round,
    { ...booked, asked: 2 },
    { ...booked, user: 0, reference: 'S', seats: 1, asked: 1 },
  ])
  expect([told.asked, told.facts.planned.seatsOf(0, 0), told.facts.planned.seatsOf(1, 0)]).toEqual([null, 1, 2])
})

test('users whom the ledger knows by names that nobody told count as one account that they share', async () => {
  const booked = { ...attempt, key: 'first', outcome: 'booked', reference: 'R', seats: 1 }
  const named = { ...attempt, user: 1, key: 'first', account: 'ben', outcome: 'booked', reference: 'S', seats: 1 }
  const entries = [
    { ...entry, userId: 'ana', key: 'first' },
    { ...entry, version: 6, reference: 'S', userId: 'ben', available: 1 },
  ]
  const { facts } = await onlyRound([round, booked, named, ...entries, { type: 'ledger' }])
  expect([facts.accountOf(0), facts.accountOf(1)]).toEqual(['unnamed', 'ben'])
  expect(facts.ledger).toMatchObject({ entries: [{ userId: 'unnamed' }, { userId: 'ben' }] })
  // A key is its account's own, and whose this one was nobody told.
  expect([facts.keyOf(0, 1), facts.keyOf(1, 1)]).toEqual([null, 'first'])
  expect(judge(facts).invariants.filter(({ status }) => status === 'violated')).toEqual([])
})

test('a booking of somebody who is known, under another name that is, is no question of names', async () => {
  const booked = { ...attempt, account: 'ana', outcome: 'booked', reference: 'R', seats: 1 }
  const other = { ...attempt, user: 1, account: 'ben' }
  const { facts } = await onlyRound([round, booked, other, { ...entry, userId: 'ben' }, { type: 'ledger' }])
  expect(judge(facts).ruling).toBe('violated')
})

test('a ledger without versions accuses nobody of having left one out', async () => {
  const { version: _, ...unversioned } = entry
  const booked = { ...attempt, outcome: 'booked', reference: 'R', seats: 1 }
  const { facts } = await onlyRound([round, booked, unversioned, { type: 'ledger', event: { version: 17 } }])
  expect(judge(facts).invariants.filter(({ status }) => status === 'violated')).toEqual([])
})

test.each([
  ['a line that breaks off', `${ndjson([round, attempt])}{"type":"attempt","user":`, 'its last line breaks off'],
  ['fewer attempts than it says', ndjson([{ ...round, attempts: 2 }, attempt]), 'it says 2 attempts and has 1'],
  ['fewer looks than it says', ndjson([{ ...round, reads: 1 }, attempt]), 'it says 1 read and has 0'],
  [
    'fewer entries than it says',
    ndjson([{ ...round, entries: 2 }, attempt, entry]),
    'its ledger has entries and no end',
  ],
  ['entries that no line closes', ndjson([round, attempt, entry]), 'its ledger has entries and no end'],
])('%s is a file that is cut off, and proves nothing', async (_, text, why) => {
  const [told] = await toldBy(text)
  expect(told).toMatchObject({ cutOff: why, facts: { interrupted: true } })
  expect(told?.facts.ledger).toEqual({ unavailable: 'the file is cut off before its end' })
})

test('a last line without a line break is whole where its JSON is', async () => {
  const [told] = await toldBy(ndjson([round, attempt]).trimEnd())
  expect(told).toMatchObject({ cutOff: null, facts: { history: { length: 1 } } })
})

test('a history that is cut off does not accuse a ledger that is not', async () => {
  const other = entryOf({ version: 2, reference: 'X', userId: 'u9', seats: 1, available: 2 })
  const ledger = { entries: [other], event: {} }
  const [told] = await toldBy(`${ndjson([round, attempt])}{"type"`, ledger)
  if (!told) throw new Error('there is no round')
  expect(judge(told.facts).invariants.filter(({ status }) => status === 'violated')).toEqual([])
  const [whole] = await toldBy(ndjson([round, attempt]), ledger)
  if (!whole) throw new Error('there is no round')
  expect(judge(whole.facts).ruling).toBe('violated')
})

const first = '{"type":"round","event":{"capacity":10}}'

test.each<[string, string, string]>([
  ['nothing at all', '', `sale.ndjson: it has no round; allowed is a line such as ${first}`],
  [
    'an attempt of no round',
    ndjson([attempt]),
    `sale.ndjson:1: type is "attempt" before any round; allowed is ${first} or the like first`,
  ],
  [
    'a run in the middle',
    ndjson([round, { type: 'run' }]),
    'sale.ndjson:2: type is "run"; allowed is one, as the first line',
  ],
  [
    'a second ledger',
    ndjson([round, { type: 'ledger' }, { type: 'ledger' }]),
    'sale.ndjson:3: type is "ledger" a second time in round 1; allowed is one a round',
  ],
  [
    'a look in the end that shows nothing',
    ndjson([round, { type: 'ledger', closing: { version: 2 } }]),
    'sale.ndjson:2: closing.available is missing; allowed is a whole number, or closing.unavailable with why there is none',
  ],
  [
    'an end before the start',
    ndjson([round, { ...attempt, endedUs: 9 }]),
    'sale.ndjson:2: endedUs is 9; allowed is a time from sentUs on, which is 10',
  ],
  [
    'a look that ends before it starts',
    ndjson([round, { type: 'read', user: 0, sentUs: 2, endedUs: 1, available: 3 }]),
    'sale.ndjson:2: endedUs is 1; allowed is a time from sentUs on, which is 2',
  ],
  [
    'neither outcome nor status',
    ndjson([round, { ...attempt, outcome: undefined }]),
    'sale.ndjson:2: outcome is missing; allowed is an outcome, or the HTTP status, from which it follows',
  ],
  [
    'a rejection without a status',
    ndjson([round, { ...attempt, outcome: 'rejected' }]),
    'sale.ndjson:2: status is missing; allowed is the HTTP status of the answer, which being rejected does not tell',
  ],
  [
    'two accounts of one user',
    ndjson([round, { ...attempt, account: 'a' }, { ...attempt, account: 'b' }]),
    'sale.ndjson:3: account is "b"; allowed is "a", as before for user 0',
  ],
  [
    'two keys of one operation',
    ndjson([round, { ...attempt, operation: 4, key: 'a' }, { ...attempt, operation: 4, key: 'b' }]),
    'sale.ndjson:3: key is "b"; allowed is "a", as before for operation 4 of user 0',
  ],
  [
    'two wishes of one user',
    ndjson([round, { ...attempt, asked: 1 }, { ...attempt, asked: 2 }]),
    'sale.ndjson:3: asked is 2; allowed is 1, as before for operation 0 of user 0',
  ],
  [
    'a gap between users',
    ndjson([{ type: 'run' }, round, attempt, { ...attempt, user: 9_999_999 }]),
    'sale.ndjson:2: users is missing, and there are attempts of user 9999999 but none of user 1; allowed is how many users there were, or users numbered from 0 without gaps',
  ],
  ['broken JSON that a line break ends', `${ndjson([round])}{"type":\n`, 'sale.ndjson:2: this is not valid JSON: '],
])('%s is refused in one sentence', async (_, text, complaint) => {
  await expect(toldBy(text)).rejects.toThrow(complaint)
})

test('a ledger of a file of its own is of one event, and no second one', async () => {
  const ledger = { entries: [], event: {} }
  await expect(toldBy(ndjson([round, attempt, round, attempt]), ledger)).rejects.toThrow(
    'sale.ndjson:3: type is "round" again, and --ledger names the ledger of one event; allowed is one round',
  )
  await expect(toldBy(ndjson([round, attempt, { type: 'ledger' }]), ledger)).rejects.toThrow(
    'sale.ndjson: it has a ledger of its own; allowed is that or --ledger, not both',
  )
  const late = await toldBy(ndjson([round, attempt, { type: 'ledger', unavailable: 'it was down' }]), ledger)
  expect(late[0]?.facts.ledger).toMatchObject({ entries: [] })
})

describe('the event in the end, as a look of its own showed it,', () => {
  const closingIn = async (lines: readonly object[]) => (await onlyRound([round, attempt, ...lines])).facts.closing

  test('is what the line of the ledger says, with or without a ledger', async () => {
    const closing = { available: 1, version: 7, capacity: 4 }
    expect(await closingIn([entry, { type: 'ledger', closing }])).toMatchObject(closing)
    expect(await closingIn([{ type: 'ledger', unavailable: 'locked', closing }])).toMatchObject(closing)
    expect(await closingIn([{ type: 'ledger', closing: { unavailable: 'it was down' } }])).toEqual({
      unavailable: 'it was down',
    })
  })

  test('is of the moment of the ledger, or of the latest answer, where it says no version', async () => {
    const closing = { available: 2 }
    expect(await closingIn([entry, { type: 'ledger', closing }])).toMatchObject({ capacity: 3, version: 5 })
    const booked = { ...attempt, user: 1, outcome: 'booked', reference: 'R', version: 9 }
    expect(await closingIn([booked, { type: 'ledger', unavailable: 'locked', closing }])).toMatchObject({ version: 9 })
  })

  test('was not looked at where nobody says so', async () => {
    expect(await closingIn([entry, { type: 'ledger' }])).toEqual({ unavailable: 'the file tells of none' })
  })

  test('may stand in the file of the ledger', async () => {
    const [told] = await toldBy(ndjson([round, attempt]), { entries: [], event: {}, closing: { available: 3 } })
    expect(told?.facts.closing).toMatchObject({ available: 3 })
  })
})
