import { expect, test } from 'vitest'
import { queueJoined, seatsTaken, type QueuedEvent } from '../../../src/server/domain/event-change.ts'
import type { Store } from '../../../src/server/store/store.ts'
import { addEvent, openTestStore } from '../support/open-test-store.ts'

async function openConcert() {
  const store = openTestStore()
  const id = await addEvent(store, 10, true)
  return { store, id, read: () => readSure(store, id) }
}

function readSure(store: Store, id: QueuedEvent['id']): QueuedEvent {
  const event = store.events.read(id)
  if (event === undefined) throw new Error('the event is not there')
  return event
}

test('a change is applied to the version that it was decided on, and to no other', async () => {
  const { store, id, read } = await openConcert()
  const first = seatsTaken(read(), 3)
  const second = seatsTaken(read(), 4)
  expect(store.events.advance(id, first)).toBe(true)
  expect(store.events.advance(id, second)).toBe(false)
  expect(read()).toMatchObject({ available: 7, version: 2 })
})

test('seats are taken without a version only where enough are left and nobody waits', async () => {
  const { store, id, read } = await openConcert()
  expect(store.events.takeIfAvailable(id, 8)).toEqual({ available: 2, version: 2 })
  expect(store.events.takeIfAvailable(id, 3)).toBeUndefined()
  store.events.advance(id, queueJoined(read()))
  expect(store.events.takeIfAvailable(id, 2)).toBeUndefined()
  expect(read()).toMatchObject({ available: 2, version: 3, waiting: 1 })
})

test('overwriting loses what happened since the read, and says nothing', async () => {
  const { store, id, read } = await openConcert()
  const stale = seatsTaken(read(), 1)
  store.events.takeIfAvailable(id, 5)
  store.events.overwrite(id, stale)
  expect(read()).toMatchObject({ available: 9, version: 2 })
})

test('no statement can bring the seats left below zero', async () => {
  const { store, id, read } = await openConcert()
  expect(() => store.events.advance(id, seatsTaken(read(), 11))).toThrow(/CHECK/)
})
