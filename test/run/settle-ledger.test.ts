import { expect, test } from 'vitest'
import { eventId } from '../../src/booking/event.ts'
import type { Ledger } from '../../src/booking/ledger.ts'
import { settleLedger } from '../../src/run/settle-ledger.ts'

const ledgerAt = (version: number): Ledger => ({
  event: { id: eventId('e'), name: 'e', capacity: 9, available: 9, version, waitlist: false },
  entries: [],
})

/** Hands out one reading after the other, and the last one for ever. */
function readings(...versions: number[]) {
  let reads = 0
  const read = async () => ledgerAt(versions[Math.min(reads++, versions.length - 1)] ?? 1)
  return { read, reads: () => reads }
}

test('two readings that agree are enough where every request had its answer', async () => {
  const { read, reads } = readings(4, 4)
  const settled = await settleLedger({ read, openOperations: () => 0, quietMs: 60_000 })
  expect([settled.ledger.event.version, settled.quietMs, reads()]).toEqual([4, 0, 2])
})

test('a ledger that still changes is read on', async () => {
  const { read } = readings(2, 3, 5, 5)
  expect((await settleLedger({ read, openOperations: () => 0, quietMs: 0 })).ledger.event.version).toBe(5)
})

test('while an operation is open, agreement alone is not enough: what comes late is waited for', async () => {
  const { read } = readings(2, 2, 2, 2, 3, 3)
  const settled = await settleLedger({
    read,
    openOperations: ({ event }) => (event.version < 3 ? 1 : 0),
    quietMs: 10_000,
  })
  expect([settled.ledger.event.version, settled.quietMs]).toEqual([3, 0])
})

test('an operation that stays open is given up on once the ledger has been quiet, and it is said for how long', async () => {
  const { read, reads } = readings(2)
  const settled = await settleLedger({ read, openOperations: () => 1, quietMs: 120 })
  expect(settled.quietMs).toBeGreaterThanOrEqual(120)
  expect(reads()).toBeGreaterThan(2)
})
