import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { reference, userId } from '../../../src/booking/event.ts'
import type { LedgerEntry, LedgerKind } from '../../../src/booking/ledger.ts'
import { positionsOf, queueStaysIn } from '../../../src/judge/order/queue-stays.ts'
import { cases } from '../../builders/cases.ts'

const entriesOf = (...rows: readonly (readonly [LedgerKind, string])[]): readonly LedgerEntry[] =>
  rows.map(([kind, name], index) => ({
    version: index + 2,
    kind,
    reference: reference(name),
    userId: userId(name),
    seats: 1,
    available: 0,
    at: '',
  }))

test('positions are asked for in any order, and people leave in another one than they came in', () => {
  const stays = queueStaysIn(
    entriesOf(['waitlisted', 'A'], ['waitlisted', 'B'], ['waitlisted', 'C'], ['cancelled', 'B'], ['promoted', 'A']),
  )
  expect(stays).toMatchObject({ joinedAt: [1, 2, 3], leftAt: [5, 4, Infinity], uncertainFrom: Infinity })
  const slots = [5, 3, 4, 5, 1]
  expect(
    positionsOf(
      slots.map((slot) => ({ number: 2, slot })),
      stays,
    ),
  ).toEqual([1, 3, 2, 1, 3])
})

test('a cancellation of a booking moves nobody up', () => {
  const stays = queueStaysIn(entriesOf(['booked', 'X'], ['waitlisted', 'A'], ['cancelled', 'X'], ['cancelled', 'X']))
  expect(stays).toMatchObject({ joinedAt: [2], leftAt: [Infinity], uncertainFrom: Infinity })
})

test('whoever waits again under a reference leaves again, and two at once cannot be told apart', () => {
  const again = queueStaysIn(
    entriesOf(['waitlisted', 'A'], ['cancelled', 'A'], ['waitlisted', 'A'], ['promoted', 'A'], ['cancelled', 'A']),
  )
  expect(again).toMatchObject({ joinedAt: [1, 3], leftAt: [2, 4], uncertainFrom: Infinity })
  expect([...again.numbers]).toEqual([['A', null]])
  const both = queueStaysIn(
    entriesOf(['waitlisted', 'B'], ['waitlisted', 'A'], ['waitlisted', 'A'], ['cancelled', 'A'], ['cancelled', 'A']),
  )
  expect(both).toMatchObject({ leftAt: [Infinity, 4, 5], uncertainFrom: 1 })
})

test('places are those of a queue that is played through, entry by entry', () => {
  const steps = fc.array(fc.tuple(fc.constantFrom('join', 'promote', 'leave'), fc.nat()), { maxLength: 30 })
  fc.assert(
    fc.property(steps, (story) => {
      const waiting: string[] = []
      const seen: { name: string; slot: number; place: number }[] = []
      const ledger = story.flatMap(([what, pick], index) => {
        const name = what === 'join' ? `Q${index}` : waiting[pick % waiting.length]
        if (name === undefined) return []
        if (what === 'join') waiting.push(name)
        else waiting.splice(waiting.indexOf(name), 1)
        return { name, what, after: [...waiting] }
      })
      for (const [index, { after }] of ledger.entries()) {
        for (const [place, name] of after.entries()) seen.push({ name, slot: index + 1, place: place + 1 })
      }
      const kinds = { join: 'waitlisted', promote: 'promoted', leave: 'cancelled' } as const
      const stays = queueStaysIn(
        ledger.map(({ name, what }, index) => ({
          version: index + 2,
          kind: what === 'join' || what === 'promote' ? kinds[what] : kinds.leave,
          reference: reference(name),
          userId: userId(name),
          seats: 1,
          available: 0,
          at: '',
        })),
      )
      const standings = seen.map(({ name, slot }) => ({ number: stays.numbers.get(reference(name)) ?? -1, slot }))
      expect(positionsOf(standings, stays)).toEqual(seen.map(({ place }) => place))
    }),
    { numRuns: cases(300) },
  )
})
