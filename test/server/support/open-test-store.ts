import { onTestFinished } from 'vitest'
import { eventId, type EventId } from '../../../src/booking/event.ts'
import { openStore, type Store } from '../../../src/server/store/store.ts'

/** A store in memory, closed when the test is over. */
export function openTestStore(): Store {
  const store = openStore(':memory:', () => undefined)
  onTestFinished(() => store.close())
  return store
}

export async function addEvent(store: Store, capacity: number, waitlist = false): Promise<EventId> {
  const id = eventId(`event of ${capacity}`)
  const event = { id, name: 'Concert', capacity, available: capacity, version: 1, waitlist }
  await store.commit.run(() => store.events.insert(event))
  return id
}
