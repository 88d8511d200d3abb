import { writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readResult, roundOf, Workplace } from '../cli/bookload.ts'
import { foreignTarget, send } from '../run/foreign-target.ts'
import { until } from '../targets/until.ts'

let place: Workplace
beforeEach(() => {
  place = new Workplace()
  writeFileSync(
    place.path('sale.yaml'),
    [
      'name: sale',
      'description: a sale for a test',
      'users: 20',
      'timeout: 10m',
      'rounds:',
      '  - { name: one, capacity: 5, seats: 1 }',
      '  - { name: two, capacity: 5, seats: 1 }',
    ].join('\n'),
  )
})
afterEach(() => place.dispose())

describe.each(['2', '3', 'auto'])('run --threads %s', (threads) => {
  test('sells what one thread would sell, and every rule holds', async () => {
    const { code, stdout } = await place.run(['run', 'sale.yaml', '--threads', threads, '--repeat', '2', '--json'])
    const result = readResult(stdout)
    expect(code).toBe(0)
    expect(result.verdict).toEqual({ pass: true, ruling: 'held' })
    expect(result.rounds).toHaveLength(4)
    for (const round of result.rounds) {
      expect(Object.values(round.outcomes).reduce((sum, users) => sum + users, 0)).toBe(20)
      expect(round.attempts.total).toBe(20)
      expect(round.winners.length).toBe(round.event.soldSeats)
      expect(new Set(round.winners.map(({ reference }) => reference)).size).toBe(round.winners.length)
    }
    expect(place.leftovers()).toEqual([])
  })
})

test('the records of two threads are those that the target has: nobody lost, nobody twice', async () => {
  const keys: string[] = []
  const url = await foreignTarget(20, (booking, { book }, response) => {
    keys.push(booking.key)
    send(response, 201, book(booking))
  })
  const { code, stdout } = await place.run(['run', 'sale.yaml', '--threads', '2', '--target', url, '--json'])
  const result = readResult(stdout)
  expect(keys).toHaveLength(40)
  expect(new Set(keys).size).toBe(40)
  // The second round books on what the first has sold out, so only the first is one to be judged.
  const one = roundOf(result, 'one')
  expect(one.attempts).toMatchObject({ total: 20, booked: 20 })
  expect(new Set(one.winners.map(({ user }) => user)).size).toBe(20)
  expect(code).not.toBeNull()
})

test('Ctrl-C ends all threads, and what they know is judged and marked partial', async () => {
  let asked = 0
  const url = await foreignTarget(5, () => void asked++)
  const started = place.start(['run', 'sale.yaml', '--threads', '2', '--target', url, '--json'])
  await until(() => asked === 20)
  started.child.kill('SIGINT')
  const { code, stdout } = await started.end()
  const result = readResult(stdout)
  expect(code).toBe(130)
  expect(result.run.partial).toBe(true)
  expect(result.rounds.map(({ name }) => name)).toEqual(['one'])
  expect(roundOf(result, 'one').outcomes.unknown).toBe(20)
  expect(asked).toBe(20)
})

test('a target that is gone before the burst is exit 3 and a sentence, whichever thread met it', async () => {
  const { code, stderr } = await place.run(['run', 'sale.yaml', '--threads', '2', '--target', 'http://127.0.0.1:9/api'])
  expect(code).toBe(3)
  expect(stderr).not.toMatch(/\n\s+at /)
})
