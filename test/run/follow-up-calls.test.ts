import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { reference, userId } from '../../src/booking/event.ts'
import { callsOf, type FollowUpCall } from '../../src/run/follow-up-calls.ts'
import { Standing } from '../../src/run/standing.ts'
import { requestsOf } from '../../src/scenario/follow-up.ts'
import { resolveFollowUp } from '../../src/scenario/resolve.ts'
import type { FollowUpField } from '../../src/scenario/schema.ts'
import { honestRounds } from '../builders/honest-round.ts'
import { historyFrom } from '../builders/round.ts'

/** Four users: 0 and 1 have a booking each, 2 waits, and 3 has nothing. */
const burst = `
  user outcome    reference operation attempt
  0    booked     A         0         1
  1    conflict   -         0         1
  2    waitlisted W         0         1
  1    booked     B         1         2
  3    soldOut    -         0         1
`

interface Setting {
  readonly accounts?: number
  readonly seats?: number
  readonly seed?: number
  readonly history?: string
  readonly users?: readonly number[]
}

function callsIn(field: FollowUpField, setting: Setting = {}): readonly FollowUpCall[] {
  const { accounts = 4, seats = 1, seed = 1, history = burst, users = [2, 0, 3, 1] } = setting
  return callsOf(resolveFollowUp(field), {
    plan: { user: Uint32Array.from(users), seed },
    step: 1,
    standing: new Standing(historyFrom(history)),
    accountOf: (user) => userId(`a${user % accounts}`),
    keyOf: (user, operation) => `k${user}.${operation}`,
    seatsOf: () => seats,
  })
}

const order = (a: FollowUpCall, b: FollowUpCall): number => textOf(a).localeCompare(textOf(b))
const textOf = (call: FollowUpCall): string =>
  call.kind === 'cancel'
    ? `${call.user} cancels ${call.reference} (${call.attempt})`
    : `${call.user} books ${call.seats} with ${call.key} as ${call.operation} (${call.attempt})`
const textsIn = (field: FollowUpField, setting?: Setting) => callsIn(field, setting).toSorted(order).map(textOf)

describe('who cancels what', () => {
  test('every owner its booking, or its place in the queue, or both', () => {
    expect(textsIn({ cancel: {} })).toEqual(['0 cancels A (1)', '1 cancels B (1)'])
    expect(textsIn({ cancel: { what: 'places' } })).toEqual(['2 cancels W (1)'])
    expect(textsIn({ cancel: { what: 'all' } })).toEqual(['0 cancels A (1)', '1 cancels B (1)', '2 cancels W (1)'])
  })

  test('so often as is said, each request with a number of its own', () => {
    expect(textsIn({ cancel: { what: 'places', times: 3 } })).toEqual([1, 2, 3].map((nth) => `2 cancels W (${nth})`))
  })

  test('strangers are the next with another account, and there are none where all share one', () => {
    const cancel = { by: 'stranger' } as const
    expect(textsIn({ cancel })).toEqual(['1 cancels A (1)', '2 cancels B (1)'])
    // Users 0 and 1 share their accounts with 2 and 3.
    expect(textsIn({ cancel: { ...cancel, what: 'all' } }, { accounts: 2 })).toEqual([
      '1 cancels A (1)',
      '2 cancels B (1)',
      '3 cancels W (1)',
    ])
    expect(textsIn({ cancel }, { accounts: 1 })).toEqual([])
  })

  test('a user alone has no stranger', () => {
    const alone = { history: 'user outcome reference\n 0 booked A', users: [0] }
    expect(textsIn({ cancel: { by: 'stranger' } }, alone)).toEqual([])
  })
})

describe('who sends a key again', () => {
  test('whoever was given something, as the same operation and for the same seats', () => {
    expect(textsIn({ repeat: { times: 2 } }, { seats: 3 })).toEqual([
      '0 books 3 with k0.0 as 0 (2)',
      '0 books 3 with k0.0 as 0 (3)',
      '1 books 3 with k1.1 as 1 (3)',
      '1 books 3 with k1.1 as 1 (4)',
      '2 books 3 with k2.0 as 0 (2)',
      '2 books 3 with k2.0 as 0 (3)',
    ])
  })

  test('for other seats it is another operation with the old key: one seat fewer, or a second one', () => {
    expect(textsIn({ repeat: { as: 'otherSeats' } }, { seats: 3 })).toEqual([
      '0 books 2 with k0.0 as 1 (2)',
      '1 books 2 with k1.1 as 2 (3)',
      '2 books 2 with k2.0 as 1 (2)',
    ])
    expect(textsIn({ repeat: { as: 'otherSeats' } })[0]).toBe('0 books 2 with k0.0 as 1 (2)')
  })

  test('by the next user it is an operation of that user, with the key of the other', () => {
    expect(textsIn({ repeat: { as: 'otherUser', times: 2 } })).toEqual([
      '1 books 1 with k0.0 as 2 (3)',
      '1 books 1 with k0.0 as 2 (4)',
      '2 books 1 with k1.1 as 1 (2)',
      '2 books 1 with k1.1 as 1 (3)',
      '3 books 1 with k2.0 as 1 (2)',
      '3 books 1 with k2.0 as 1 (3)',
    ])
  })
})

describe('who books anew', () => {
  test('losers alone, who have nothing and wait for nothing, or everyone; copies share one operation and one key', () => {
    expect(textsIn({ book: { times: 2 } })).toEqual(['3 books 1 with k3.1 as 1 (2)', '3 books 1 with k3.1 as 1 (3)'])
    expect(textsIn({ book: { who: 'everyone' } })).toEqual([
      '0 books 1 with k0.1 as 1 (2)',
      '1 books 1 with k1.2 as 2 (3)',
      '2 books 1 with k2.1 as 1 (2)',
      '3 books 1 with k3.1 as 1 (2)',
    ])
  })
})

describe('the order in which they are released', () => {
  const everything: FollowUpField = {
    cancel: { what: 'all', times: 3 },
    repeat: { times: 3 },
    book: { who: 'everyone' },
  }

  test('is drawn from the seed, and all that is sent is in it once', () => {
    const calls = callsIn(everything, { seed: 7 })
    expect(calls).toHaveLength(9 + 9 + 4)
    expect(callsIn(everything, { seed: 7 })).toEqual(calls)
    const other = callsIn(everything, { seed: 8 })
    expect(other).not.toEqual(calls)
    expect(other.toSorted(order)).toEqual(calls.toSorted(order))
  })

  test('mixes what is cancelled with what is booked', () => {
    const kinds = callsIn(everything).map(({ kind }) => kind)
    const changes = kinds.filter((kind, index) => index > 0 && kind !== kinds[index - 1])
    expect(changes.length).toBeGreaterThan(2)
  })
})

/** Numbers from the first without a gap, in whichever order, some of them perhaps more than once. */
const areCounted = (numbers: readonly number[], first: number): boolean =>
  [...new Set(numbers)].toSorted((a, b) => a - b).every((number, index) => number === first + index)

test('whatever follows a burst, attempts and operations of a user are counted on without a gap', () => {
  fc.assert(
    fc.property(honestRounds, ({ attempts, cancellations, users, interrupted }) => {
      fc.pre(!interrupted)
      for (let user = 0; user < users; user++) {
        const own = attempts.filter((attempt) => attempt.user === user)
        const numbers = own.map(({ attempt }) => attempt)
        expect(new Set(numbers).size).toBe(numbers.length)
        expect(areCounted(numbers, 1)).toBe(true)
        const operations = own.map(({ operation }) => operation)
        expect(areCounted(operations, 0)).toBe(true)
      }
      const asked = new Map<string, number[]>()
      for (const { user, reference: of, attempt } of cancellations) {
        const name = `${user} ${of}`
        asked.set(name, [...(asked.get(name) ?? []), attempt])
      }
      for (const numbers of asked.values()) {
        expect(new Set(numbers).size).toBe(numbers.length)
        expect(areCounted(numbers, 1)).toBe(true)
      }
    }),
    { numRuns: 500 },
  )
})

test.each<[string, FollowUpField]>([
  ['everyone has booked once more', { book: { who: 'everyone' } }],
  ['the next user has used every key', { repeat: { as: 'otherUser' } }],
])('as many requests as a scenario is refused for come of it where %s', (_, field) => {
  const users = [0, 1, 2, 3]
  const standing = new Standing(
    historyFrom('user outcome reference\n 0 booked A\n 1 booked B\n 2 booked C\n 3 booked D'),
  )
  const [first, cancel] = [resolveFollowUp(field), resolveFollowUp({ cancel: { times: 5 } })]
  const setting = {
    plan: { user: Uint32Array.from(users), seed: 1 },
    standing,
    accountOf: (user: number) => userId(`a${user}`),
    keyOf: (user: number, operation: number) => `k${user}.${operation}`,
    seatsOf: () => 1,
  }
  for (const call of callsOf(first, { ...setting, step: 1 })) {
    if (call.kind === 'cancel') continue
    const acknowledged = { kind: 'booked', reference: reference(`N${call.user}`), seats: 1, version: null } as const
    standing.learn({ user: call.user, attempt: call.attempt, operation: call.operation, acknowledged })
  }
  expect(callsOf(cancel, { ...setting, step: 2 })).toHaveLength(requestsOf([first, cancel], 1, users.length))
})
