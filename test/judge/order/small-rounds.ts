import { eventId, reference, userId } from '../../../src/booking/event.ts'
import type { LedgerEntry } from '../../../src/booking/ledger.ts'
import type { Outcome } from '../../../src/booking/outcome.ts'
import type { EventRead, RoundFacts } from '../../../src/judge/facts.ts'
import { HistoryRecorder } from '../../../src/record/recorder.ts'
import type { SmallHistory } from './brute-force.ts'

/** Users of a round only book, and nothing tells when somebody else wrote; nor has a round without a waitlist a queue. */
export function asRoundsTell({ tagged, sightings, stock }: SmallHistory): SmallHistory {
  const { available } = stock
  const isForeign = tagged.fromUs.map((fromUs, index) => {
    const slot = tagged.slot[index] ?? 0
    const givesBack = (available[slot] ?? 0) > (available[slot - 1] ?? 0)
    return tagged.isWrite[index] === 1 && (givesBack || fromUs === -Infinity) ? 1 : 0
  })
  const fromUs = tagged.fromUs.map((from, index) => (isForeign[index] === 1 ? -Infinity : from))
  const untilUs = tagged.untilUs.map((until, index) => (isForeign[index] === 1 ? Infinity : until))
  return { tagged: { ...tagged, fromUs, untilUs }, sightings, stock: { available, room: available } }
}

interface Telling {
  readonly fromUs: number
  readonly untilUs: number
  readonly seats: number
  readonly outcome: Outcome
}

/** The facts of a round in which just this happened: each write, and each refusal, by a user with an account of its own. */
export function roundOf({ tagged, sightings, stock }: SmallHistory): RoundFacts {
  // An attempt that says nothing, so that all looks come after it.
  const tellings: Telling[] = [
    { fromUs: -99, untilUs: -98, seats: 1, outcome: { kind: 'rateLimited', retryAfterMs: null } },
  ]
  const entries: LedgerEntry[] = []
  const reads: EventRead[] = []
  for (const [index, slot] of tagged.slot.entries()) {
    const [fromUs = 0, untilUs = 0] = [tagged.fromUs[index], tagged.untilUs[index]]
    const [available = 0, before = 0] = [stock.available[slot], stock.available[slot - 1]]
    const version = slot + 1
    if (tagged.isWrite[index] !== 1) {
      reads.push({ user: 0, sentUs: fromUs, endedUs: untilUs, available, version })
      continue
    }
    const [name, seats] = [reference(`R${slot}`), Math.abs(before - available)]
    const user = tellings.length
    const booked: Outcome = { kind: 'booked', reference: name, seats, version }
    const outcome: Outcome = untilUs === Infinity ? { kind: 'unknown', cause: 'timeout' } : booked
    const isAsked = fromUs !== -Infinity
    if (isAsked) tellings.push({ fromUs, untilUs: Math.min(untilUs, fromUs + 9), seats, outcome })
    entries.push({
      version,
      kind: available < before ? 'booked' : 'cancelled',
      reference: name,
      userId: userId(isAsked ? `u${user}` : 'somebody'),
      seats,
      available,
      at: '2026-01-01T00:00:00.000Z',
      ...(isAsked ? { key: `k${user}` } : {}),
    })
  }
  for (const [index, seats] of sightings.seats.entries()) {
    const [fromUs = 0, untilUs = 0] = [sightings.fromUs[index], sightings.untilUs[index]]
    if (sightings.isExact[index] !== 1) tellings.push({ fromUs, untilUs, seats, outcome: { kind: 'soldOut' } })
    else reads.push({ user: 0, sentUs: fromUs, endedUs: untilUs, available: seats, version: null })
  }
  return factsOf({ available: stock.available[0] ?? 0, final: stock.available.at(-1) ?? 0, tellings, entries, reads })
}

interface Told {
  readonly available: number
  readonly final: number
  readonly tellings: readonly Telling[]
  readonly entries: readonly LedgerEntry[]
  readonly reads: readonly EventRead[]
}

function factsOf({ available, final, tellings, entries, reads }: Told): RoundFacts {
  const recorder = new HistoryRecorder()
  for (const [user, { fromUs, untilUs, outcome }] of tellings.entries()) {
    const status = outcome.kind === 'booked' ? 201 : 409
    recorder.add({
      user,
      attempt: 1,
      operation: 0,
      plannedUs: fromUs,
      sentUs: fromUs,
      endedUs: untilUs,
      status,
      outcome,
    })
  }
  // Enough seats were held before for every cancellation to give some back.
  const capacity = available + 20
  const opening = { id: eventId('e1'), name: 'A small evening', capacity, available, version: 1, waitlist: false }
  const event = { ...opening, available: final, version: entries.length + 1 }
  return {
    opening,
    closing: event,
    ledger: {
      event,
      entries: entries.toSorted((a, b) => a.version - b.version),
    },
    history: recorder.history(),
    reads,
    cancellations: [],
    planned: { users: tellings.length, seatsOf: (user) => tellings[user]?.seats ?? 1 },
    launchedAttempts: tellings.length,
    accountOf: (user) => userId(`u${user}`),
    keyOf: (user) => `k${user}`,
    quietMs: 0,
    lateMs: 0,
    interrupted: false,
    mayLackCancellations: false,
  }
}
