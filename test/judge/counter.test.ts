import { expect, test } from 'vitest'
import { answeredSeats, isOlderThanAnswers, isOlderThanLedger, seatsTaken } from '../../src/judge/counter.ts'
import { prepareRound } from '../../src/judge/judged-round.ts'
import { roundFrom } from '../builders/round.ts'

const history = `
  user outcome    reference seats version
  0    booked     A         3     5
  1    booked     B         2     7
  2    booked     C         1     6
  3    waitlisted W         -     -
  4    unknown    -         -     -
`

/** What the answers say in an event where everybody asked for four seats, and some gave theirs back. */
function seatsAfter(...returned: readonly string[]) {
  const cancellations = ['user reference outcome', ...returned].join('\n')
  return answeredSeats(prepareRound(roundFrom({ history, cancellations, seats: 4, capacity: 20 })))
}

test('what was promised is gone for certain, and what was asked for without an answer may be', () => {
  expect(seatsAfter()).toEqual({ certain: 6, possible: [4], version: 7 })
})

test('what was given back is not gone, unless somebody who waits was given it', () => {
  expect(seatsAfter('0 A cancelled')).toMatchObject({ certain: 3, possible: [4, 4] })
  expect(seatsAfter('0 A cancelled', '2 C cancelled')).toMatchObject({ certain: 2, possible: [4, 4] })
})

test('where nobody knows whether it was given back, it may be gone or not', () => {
  expect(seatsAfter('0 A unknown')).toMatchObject({ certain: 3, possible: [4, 3, 4] })
  expect(seatsAfter('0 A gone', '1 B unknown')).toMatchObject({ certain: 1, possible: [4, 3, 2, 4] })
})

test('of several requests to give one booking back, the one that was told so counts', () => {
  const returned = { certain: 3, possible: [4, 4] }
  expect(seatsAfter('0 A unknown', '0 A cancelled')).toMatchObject(returned)
  expect(seatsAfter('0 A cancelled', '0 A unknown')).toMatchObject(returned)
  expect(seatsAfter('0 A cancelled', '0 A gone', '0 A refused')).toMatchObject(returned)
})

test('a request to give something back that was refused changes nothing', () => {
  expect(seatsAfter('9 A refused', '9 B refused')).toMatchObject({ certain: 6, possible: [4] })
})

test('bookings without a name are each their own, and nobody can have given them back', () => {
  const told = 'user outcome reference\n 0 booked -\n 1 booked -\n 2 booked A\n 3 booked A'
  const cancellations = 'user reference outcome\n 2 A cancelled'
  const nameless = answeredSeats(prepareRound(roundFrom({ history: told, cancellations })))
  expect(nameless).toEqual({ certain: 2, possible: [], version: null })
})

test('seats are taken by what the event shows, whatever was held before and however it was enlarged', () => {
  const { opening } = roundFrom({ history: 'user outcome', capacity: 10, opening: { available: 8 } })
  expect(seatsTaken(opening, opening)).toBe(0)
  expect(seatsTaken({ ...opening, available: 5 }, opening)).toBe(3)
  expect(seatsTaken({ ...opening, capacity: 14, available: 9 }, opening)).toBe(3)
})

test('a look is older than what it shows an earlier version than', () => {
  const facts = roundFrom({ history: 'user outcome', ledger: 'version kind\n 2 booked\n 3 booked' })
  const { ledger, opening } = facts
  const { ledger: judged } = prepareRound(facts)
  if ('unavailable' in judged || 'unavailable' in ledger) throw new Error('the round has a ledger')
  const look = (version: number) => ({ ...opening, version })
  expect([2, 3, 4].map((version) => isOlderThanLedger(look(version), judged))).toEqual([true, false, false])
  expect(isOlderThanLedger({ unavailable: 'nobody looked' }, judged)).toBe(false)
  const answered = { certain: 1, possible: [], version: 3 }
  expect([2, 3, 4].map((version) => isOlderThanAnswers(look(version), answered))).toEqual([true, false, false])
  expect(isOlderThanAnswers(look(0), { ...answered, version: null })).toBe(false)
})
