import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { eventId, userId } from '../../../src/booking/event.ts'
import { plantBug } from '../../../src/server/bugs/plant-bug.ts'
import { refused, type BookingRequest } from '../../../src/server/domain/booking.ts'
import { openStore } from '../../../src/server/store/store.ts'
import { atomic } from '../../../src/server/strategies/atomic.ts'
import type { BookingStrategy } from '../../../src/server/strategies/booking-strategy.ts'

const asks = (user: string): BookingRequest => ({
  eventId: eventId('e'),
  userId: userId(user),
  seats: 1,
  key: null,
  versionsAllowed: null,
})

/** The strategy with a bug in front of it, and who got through to it, in that order. */
function served(bug: 'odd-users-lose' | 'retrier-last') {
  const order: string[] = []
  const tools = { store: openStore(':memory:', () => {}), processing: { ms: 0 }, now: Date.now }
  const clerk: BookingStrategy = {
    ...atomic(tools),
    async book({ userId: user }) {
      order.push(user)
      await wait(5)
      return refused('VERSION_CONFLICT')
    },
  }
  return { order, strategy: plantBug(bug).strategy?.(clerk, tools) ?? clerk }
}

test('odd-users-lose lets even ids go first of those who ask in one turn, whoever asked first', async () => {
  const { order, strategy } = served('odd-users-lose')
  await Promise.all(['b1', 'a2', 'cf', 'ce'].map((user) => strategy.book(asks(user))))
  expect(order).toEqual(['a2', 'ce', 'b1', 'cf'])
})

test('odd-users-lose keeps nobody waiting who asks alone', async () => {
  const { order, strategy } = served('odd-users-lose')
  await strategy.book(asks('b1'))
  await strategy.book(asks('a2'))
  expect(order).toEqual(['b1', 'a2'])
})

test('retrier-last lets every newcomer go first, as long as they keep coming', async () => {
  const { order, strategy } = served('retrier-last')
  await strategy.book(asks('loser'))
  const first = strategy.book(asks('n1'))
  const again = strategy.book(asks('loser'))
  await nextTurn()
  const second = strategy.book(asks('n2'))
  await Promise.all([first, second, again])
  expect(order).toEqual(['loser', 'n1', 'n2', 'loser'])
})

test('retrier-last serves whoever comes again when nobody else is there', async () => {
  const { order, strategy } = served('retrier-last')
  await strategy.book(asks('loser'))
  await strategy.book(asks('loser'))
  expect(order).toEqual(['loser', 'loser'])
})
