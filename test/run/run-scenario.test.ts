import { setTimeout as wait } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import type { Result } from '../../src/report/result.ts'
import { foreignTarget, send } from './foreign-target.ts'
import { playOn as play } from './play-on.ts'

const statusOf = (result: Result, id: string) =>
  result.rounds[0]?.verdict.invariants.find((invariant) => invariant.id === id)?.status

const soldOut = { code: 'SOLD_OUT' }

describe('a booking that is written after its user has given up', () => {
  const top = 'users: 8\ntimeout: 150ms'

  test('is waited for, and counts: five in time and three too late are eight of five', async () => {
    let asked = 0
    const url = await foreignTarget(5, (booking, { book }, response) => {
      if (++asked <= 5) send(response, 201, book(booking))
      else void wait(600).then(() => send(response, 201, book(booking)))
    })
    const result = await play(url, { top })
    expect(result.rounds[0]?.outcomes).toMatchObject({ booked: 5, unknown: 3 })
    expect(result.rounds[0]?.event).toMatchObject({ soldSeats: 8, oversoldSeats: 3 })
    expect(statusOf(result, 'no-oversell')).toBe('violated')
  })

  test('is no oversell where there was a seat for it', async () => {
    let asked = 0
    const url = await foreignTarget(5, (booking, { book }, response) => {
      asked++
      if (asked <= 4) send(response, 201, book(booking))
      else if (asked === 5) void wait(600).then(() => send(response, 201, book(booking)))
      else send(response, 409, soldOut)
    })
    const result = await play(url, { top })
    expect(result.rounds[0]?.event).toMatchObject({ soldSeats: 5, oversoldSeats: 0 })
    expect(result.verdict).toEqual({ pass: true, ruling: 'held' })
  })

  test('that never comes is said to have left no trace, and how long was waited', async () => {
    let asked = 0
    const url = await foreignTarget(5, (booking, { book }, response) => {
      if (++asked <= 5) send(response, 201, book(booking))
      else if (asked === 6) response.destroy()
      else send(response, 409, soldOut)
    })
    const result = await play(url, { top })
    const accounted = result.rounds[0]?.verdict.invariants.find(({ id }) => id === 'accounted')
    expect(accounted?.detail).toMatch(/1 without an answer left no trace in a ledger that was quiet for 1\.\d+ s/)
    expect(result.rounds[0]?.reasons).toEqual([{ outcome: 'unknown', status: 0, reason: 'disconnect', attempts: 1 }])
  })
})

test('a page that is answered with 200 is no booking, and accuses nobody', async () => {
  const url = await foreignTarget(5, (_, __, response) => response.end('<html>Please log in</html>'))
  const result = await play(url, { top: 'users: 8' })
  expect(result.rounds[0]?.outcomes.unknown).toBe(8)
  expect(result.verdict.ruling).toBe('inconclusive')
})

test('why everybody was rejected is part of the result', async () => {
  const url = await foreignTarget(5, (_, __, response) => send(response, 403, { code: 'NOT_YET_OPEN' }))
  const result = await play(url, { top: 'users: 8' })
  expect(result.rounds[0]?.reasons).toEqual([{ outcome: 'rejected', status: 403, reason: 'NOT_YET_OPEN', attempts: 8 }])
})

test('every repetition books with accounts of its own', async () => {
  const tokens = new Set<string>()
  const url = await foreignTarget(5, ({ key }, _, response) => {
    tokens.add(key)
    send(response, 409, soldOut)
  })
  const result = await play(url, { top: 'users: 4' }, { repeat: 3 })
  expect(result.users).toMatchObject({ created: 12, tokens: 12 })
  expect(tokens.size).toBe(12)
})

test('a run that was interrupted does not pass, whatever was held by then', async () => {
  const controller = new AbortController()
  let asked = 0
  const url = await foreignTarget(5, (booking, { book }, response) => {
    asked++
    if (asked <= 5) send(response, 201, book(booking))
    else if (asked <= 7) send(response, 409, soldOut)
    else setTimeout(() => controller.abort(), 150)
  })
  const result = await play(url, { top: 'users: 8' }, { signal: controller.signal })
  expect(result.run.partial).toBe(true)
  expect(result.rounds[0]?.outcomes).toMatchObject({ booked: 5, soldOut: 2, unknown: 1 })
  expect(result.rounds[0]?.verdict).toMatchObject({ pass: false, ruling: 'inconclusive' })
  expect(result.verdict).toEqual({ pass: false, ruling: 'inconclusive' })
})
