import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { reference, userId, type EventId } from '../../../src/booking/event.ts'
import { strategies, type Strategy } from '../../../src/booking/strategy.ts'
import { openDesk, type Desk } from '../../../src/server/desk.ts'
import { openStore, type Store } from '../../../src/server/store/store.ts'
import { createStrategy } from '../../../src/server/strategies/create-strategy.ts'
import { addEvent } from '../support/open-test-store.ts'
import { BookingModel, type Command } from '../support/booking-model.ts'

const capacity = 6

const commands = fc.array(
  fc.oneof(
    fc.record({
      type: fc.constant('book' as const),
      user: fc.constantFrom('ana', 'ben', 'eva', 'kim'),
      seats: fc.integer({ min: 1, max: capacity + 1 }),
    }),
    // Of the references that were given so far, the one at this place; so some are cancelled twice.
    fc.record({ type: fc.constant('cancel' as const), place: fc.nat(20) }),
  ),
  { maxLength: 40 },
)

test.each(strategies)('one at a time, %s does what a model of a few lines does', async (strategy) => {
  await fc.assert(
    fc.asyncProperty(commands, fc.boolean(), async (plan, waitlist) => {
      const { store, desk, event } = await openHouse(strategy, waitlist)
      const model = new BookingModel(capacity, waitlist)
      for (const command of plan) {
        const answered = await run(desk, event, model, command)
        expect(answered.real).toEqual(answered.expected)
        expectAgreement(store, event, model)
      }
      store.close()
    }),
  )
})

async function openHouse(strategy: Strategy, waitlist: boolean) {
  const store = openStore(':memory:', () => undefined)
  const tools = { store, processing: { ms: 0 }, now: () => 0 }
  const event = await addEvent(store, capacity, waitlist)
  return { store, event, desk: openDesk(tools, createStrategy(strategy, tools)) }
}

async function run(desk: Desk, event: EventId, model: BookingModel, command: Command) {
  if (command.type === 'cancel') {
    const place = model.places[command.place % Math.max(1, model.places.length)]
    if (place === undefined) return { real: 'nothing to cancel', expected: 'nothing to cancel' }
    const answer = await desk.cancel(reference(place.reference), userId(place.user))
    return { real: answer.kind === 'refused' ? answer.code : answer.kind, expected: model.cancel(place) }
  }
  const { user, seats } = command
  const request = { eventId: event, userId: userId(user), seats, key: null, versionsAllowed: null }
  const answer = await desk.book(request)
  if (answer.kind === 'refused') return { real: answer.code, expected: model.book(user, seats, '') }
  const expected = model.book(user, seats, answer.reference)
  return { real: answer.kind === 'booked' ? 'booked' : `waitlisted at ${answer.position}`, expected }
}

function expectAgreement(store: Store, id: EventId, model: BookingModel): void {
  const event = store.events.read(id)
  expect(event).toMatchObject({ available: model.available, waiting: model.queue.length, version: model.version })
  expect([...store.bookings.queue(id)].map((place) => place.reference)).toEqual(
    model.queue.map((place) => place.reference),
  )
  const { entries } = store.entries.page({ eventId: id, after: 0, limit: 10_000 })
  expect(entries.map((entry) => entry.version)).toEqual(Array.from({ length: entries.length }, (_, index) => index + 2))
  expect(entries.at(-1)?.available ?? capacity).toBe(model.available)
  expect(model.available + model.held).toBe(capacity)
}
