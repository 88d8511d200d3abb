import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { eventId } from '../../../src/booking/event.ts'
import { EventLocks } from '../../../src/server/strategies/event-locks.ts'

const concert = eventId('concert')

/** Work that notes when it begins and ends, and takes a while in between. */
function diary() {
  const lines: string[] = []
  const work = (name: string) => async () => {
    lines.push(`${name} in`)
    await turn()
    await turn()
    lines.push(`${name} out`)
    return name
  }
  return { lines, work }
}

test('one at a time, in the order of asking', async () => {
  const locks = new EventLocks()
  const { lines, work } = diary()
  const results = await Promise.all(['a', 'b', 'c'].map((name) => locks.hold(concert, work(name))))
  expect(results).toEqual(['a', 'b', 'c'])
  expect(lines).toEqual(['a in', 'a out', 'b in', 'b out', 'c in', 'c out'])
})

test('events do not wait for each other', async () => {
  const locks = new EventLocks()
  const { lines, work } = diary()
  await Promise.all([locks.hold(concert, work('a')), locks.hold(eventId('other'), work('b'))])
  expect(lines.slice(0, 2)).toEqual(['a in', 'b in'])
})

test('who fails is told so, and the next still gets in', async () => {
  const locks = new EventLocks()
  const { lines, work } = diary()
  const failing = locks.hold(concert, () => Promise.reject(new Error('no')))
  const next = locks.hold(concert, work('b'))
  await expect(failing).rejects.toThrow('no')
  await expect(next).resolves.toBe('b')
  expect(lines).toEqual(['b in', 'b out'])
})
