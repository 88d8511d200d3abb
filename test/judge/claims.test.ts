import { expect, test } from 'vitest'
import { prepareRound } from '../../src/judge/judged-round.ts'
import { noPhantom } from '../../src/judge/rules/no-phantom.ts'
import { refusedButBooked } from '../../src/judge/rules/refused-but-booked.ts'
import { roundFrom } from '../builders/round.ts'
import { ruleOn } from '../builders/rule-on.ts'

type Story = Parameters<typeof roundFrom>[0]

function owners(story: Story): readonly (number | undefined)[] {
  const { ledger } = prepareRound(roundFrom(story))
  return 'unavailable' in ledger ? [] : ledger.entries.map((entry) => ledger.ownerOf(entry)?.user)
}

test('of several who were told of a booking, it belongs to the one whose account it names', () => {
  const history = 'user outcome reference\n 0 booked A\n 1 booked A'
  expect(owners({ history, ledger: 'version kind reference account\n 2 booked A u1' })).toEqual([1])
  expect(owners({ history, ledger: 'version kind reference account\n 2 booked A u0' })).toEqual([0])
  // Under the account of neither, it still comes of what one of them asked for.
  expect(owners({ history, ledger: 'version kind reference account\n 2 booked A u9' })).toEqual([0])
})

test('of several users of one account who were told of a booking, the key says whose it is', () => {
  const history = 'user outcome reference\n 0 booked A\n 1 booked A'
  const ledger = (key: string) => `version kind reference account key\n 2 booked A shared ${key}`
  const story = { history, account: 'shared', keyed: true }
  expect(owners({ ...story, ledger: ledger('k1.0') })).toEqual([1])
  expect(owners({ ...story, ledger: ledger('k0.0') })).toEqual([0])
})

test('a booking that an answer named leaves the lost answer of the same request to explain another', () => {
  const history = 'user outcome reference\n 0 unknown -\n 0 booked A'
  const named = 'version kind reference account key\n 2 booked A u0 k0.0'
  const phantoms = (...rows: readonly string[]) =>
    ruleOn(noPhantom, roundFrom({ history, ledger: [named, ...rows].join('\n'), keyed: true })).status
  expect(phantoms()).toBe('held')
  expect(phantoms('3 booked B u0 -')).toBe('held')
  expect(phantoms('3 booked B u0 -', '4 booked C u0 -')).toBe('violated')
})

test('keys that nobody sent do not count as keys that the ledger shows', () => {
  const history = 'user outcome\n 0 conflict'
  const ledger = (key: string) => `version kind reference account key\n 2 booked A u0 ${key}`
  const status = (key: string) =>
    ruleOn(refusedButBooked, roundFrom({ history, ledger: ledger(key), keyed: true })).status
  // By its account alone, the entry is laid on the request that was refused.
  expect(status('made-by-the-server')).toBe('violated')
  expect(status('k0.0')).toBe('violated')
  const other = `${ledger('made-by-the-server')}\n 3 booked B u1 k1.0`
  const two = { history: `${history}\n 1 booked`, ledger: other, keyed: true }
  expect(ruleOn(refusedButBooked, roundFrom(two)).status).toBe('held')
})
