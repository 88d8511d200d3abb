import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventId, reference, userId } from '../../../src/booking/event.ts'
import { openStore } from '../../../src/server/store/store.ts'

const concert = eventId('concert')

test('pages of any size, one after the other, hold every entry once and in order, even of a version installed twice', () => {
  const store = openStore(':memory:', () => undefined)
  // Small versions in any order, so that most are installed several times.
  const versions = fc.array(fc.integer({ min: 2, max: 9 }), { maxLength: 25 })
  fc.assert(
    fc.property(versions, fc.integer({ min: 1, max: 30 }), fc.uuid(), (installed, limit, name) => {
      const event = eventId(name)
      const written = installed.map((version, index) => ({ version, reference: reference(`EVT-${index}`) }))
      for (const entry of written) {
        const rest = { kind: 'booked', userId: userId('ana'), seats: 1, available: 0, atMs: 0, key: null } as const
        store.entries.insert({ eventId: event, ...entry, ...rest })
      }
      const read: string[] = []
      for (let after: number | null = 0; after !== null;) {
        const page = store.entries.page({ eventId: event, after, limit })
        expect(page.entries.length >= limit || page.next === null).toBe(true)
        read.push(...page.entries.map((entry) => entry.reference))
        after = page.next
      }
      const inOrder = written.toSorted((one, other) => one.version - other.version)
      expect(read).toEqual(inOrder.map((entry) => entry.reference))
    }),
  )
  store.close()
})

test('an entry says when it was written, and with which key, if any', () => {
  const store = openStore(':memory:', () => undefined)
  const entry = {
    eventId: concert,
    kind: 'booked',
    reference: reference('EVT-AAAAAA'),
    userId: userId('ana'),
    seats: 2,
    available: 8,
    atMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678),
  } as const
  store.entries.insert({ ...entry, version: 2, key: 'order-1' })
  store.entries.insert({ ...entry, version: 3, key: null })
  const [withKey, without] = store.entries.page({ eventId: concert, after: 0, limit: 10 }).entries
  expect(withKey).toMatchObject({ at: '2026-01-02T03:04:05.678Z', key: 'order-1' })
  expect(without).not.toHaveProperty('key')
  store.close()
})
