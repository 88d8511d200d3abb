import { describe, expect, test } from 'vitest'
import { unsettledIn } from '../../src/judge/unsettled.ts'
import { roundFrom } from '../builders/round.ts'

type Story = Parameters<typeof roundFrom>[0]

const settled = { openOperations: 0, isLate: false }

describe('with a ledger', () => {
  const history = 'user outcome reference version\n 0 booked A 2\n 1 conflict - -'
  const ledger = 'version kind reference account\n 2 booked A u0'
  const unsettled = (story: Partial<Story> = {}) => unsettledIn(roundFrom({ history, ledger, ...story }))
  const isLate = (story: Partial<Story>) => unsettled(story).isLate

  test('nothing is open or late where it shows what was promised, and the event is as it says', () => {
    expect(unsettled()).toEqual(settled)
    expect(unsettled({ closing: null })).toEqual(settled)
  })

  test('a request without an answer is open, and nothing is late for it', () => {
    const unanswered = history.replace('conflict', 'unknown ')
    expect(unsettled({ history: unanswered })).toEqual({ openOperations: 1, isLate: false })
  })

  test('it is late where it ends before the version of the event', () => {
    expect(isLate({ final: { version: 3 } })).toBe(true)
    expect(isLate({ closing: { version: 3 } })).toBe(true)
  })

  test('a look at the event is late that shows an older one', () => {
    expect(isLate({ closing: { version: 1 } })).toBe(true)
  })

  test('a booking is late that was told of, and whose reference is in no entry', () => {
    expect(isLate({ history: `${history}\n 2 booked B 3` })).toBe(true)
    // Each attempt was told of one of its own.
    expect(isLate({ history: `${history}\n 0 booked B 3` })).toBe(true)
    expect(isLate({ history: `${history}\n 0 booked A 2` })).toBe(false)
  })

  test('so is a place in the queue', () => {
    const queued = `${history}\n 2 waitlisted W -`
    expect(isLate({ history: queued })).toBe(true)
    expect(isLate({ history: queued, ledger: `${ledger}\n 3 waitlisted W u2` })).toBe(false)
  })

  describe('where bookings are told of without a reference', () => {
    const nameless = 'user outcome\n 0 booked\n 1 conflict'
    const entry = (account: string, key = '-') => `version kind reference account key\n 2 booked A ${account} ${key}`

    test('one of the account that nobody was told of may be it', () => {
      expect(isLate({ history: nameless, ledger: entry('u0') })).toBe(false)
    })

    test('one of another account is not', () => {
      expect(isLate({ history: nameless, ledger: entry('u1') })).toBe(true)
      expect(isLate({ history: nameless, ledger: 'version kind reference account' })).toBe(true)
    })

    test('one that carries the key of the request is', () => {
      expect(isLate({ history: nameless, ledger: entry('u0', 'k0.0'), keyed: true })).toBe(false)
    })
  })

  describe('that tells no versions', () => {
    const unversioned = (story: Partial<Story>) =>
      isLate({ history: 'user outcome reference\n 0 booked A', ledger: ledger.replace('2', '0'), ...story })

    test('either the entries or the event are late where they differ by as much as a seat', () => {
      expect(unversioned({})).toBe(false)
      for (const available of [8, 10]) expect(unversioned({ closing: { available } })).toBe(true)
    })

    test('nothing tells where nobody looked', () => {
      expect(unversioned({ closing: null })).toBe(false)
    })
  })

  test('that tells versions, a counter that differs at the same version is wrong and not late', () => {
    expect(isLate({ closing: { available: 8 } })).toBe(false)
  })
})

describe('without a ledger', () => {
  const history = 'user outcome reference version\n 0 booked A 2\n 1 booked B 3\n 2 soldOut - -'
  const unsettled = (story: Partial<Story>) => unsettledIn(roundFrom({ history, ...story }))
  const shown = { available: 8, version: 3 }

  test('nothing is to be waited for where nobody looked at the event either', () => {
    expect(unsettled({ history: history.replace('soldOut', 'unknown') })).toEqual(settled)
  })

  test('nothing is open or late where the event shows as many seats taken as were told of', () => {
    expect(unsettled({ closing: shown })).toEqual(settled)
  })

  test('more of them taken are of somebody who had no answer, and not late', () => {
    expect(unsettled({ closing: { ...shown, available: 7 } })).toEqual(settled)
  })

  test('fewer of them taken are late', () => {
    expect(unsettled({ closing: { ...shown, available: 9 } })).toEqual({ openOperations: 0, isLate: true })
  })

  test('an event is late that is older than a booking says that it made it', () => {
    expect(unsettled({ closing: { ...shown, version: 2 } })).toEqual({ openOperations: 0, isLate: true })
  })

  test('a request without an answer is open', () => {
    const unanswered = history.replace('soldOut', 'unknown')
    expect(unsettled({ history: unanswered, closing: shown })).toEqual({ openOperations: 1, isLate: false })
  })
})
