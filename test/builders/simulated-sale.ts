import { eventId, reference, userId } from '../../src/booking/event.ts'
import type { LedgerEntry } from '../../src/booking/ledger.ts'
import type { Outcome } from '../../src/booking/outcome.ts'
import type { EndedAttempt } from '../../src/fire/attempt.ts'
import type { RoundFacts } from '../../src/judge/facts.ts'
import { uniform } from '../../src/plan/random.ts'
import { HistoryRecorder } from '../../src/record/recorder.ts'

interface Sale {
  readonly seed: number
  readonly users: number
  readonly capacity: number
  /** When each user first asks, in ms; the same for all is a burst. */
  readonly asksAtMs: (user: number) => number
  /** Between the read and the write of a booking. */
  readonly processingMs: number
  /** What each way takes at most, to the server and back; drawn evenly from none to this. */
  readonly wayMs: number
  /** How long a user waits at most before asking again; null for those who do not. */
  readonly retryMs: number | null
  /** Whether the server checks versions when it writes, or keeps others out while it works. */
  readonly strategy: 'optimistic' | 'pessimistic'
  /** Refuses whoever was refused before, while anybody asks for the first time. */
  readonly isLastServed?: boolean
}

interface Happening {
  readonly atMs: number
  readonly run: () => void
}

const triesMax = 60

/** A sale as a booking server plays it, event by event, with delays that are drawn alike for everybody. */
export function simulatedSale(sale: Sale): RoundFacts {
  const { seed, users, capacity, processingMs, wayMs, retryMs, strategy, isLastServed = false } = sale
  const agenda: Happening[] = []
  const ended: EndedAttempt[] = []
  const entries: LedgerEntry[] = []
  let [version, available, draws, lockedUntilMs, newcomers] = [1, capacity, 0, 0, 0]
  const random = (): number => uniform(seed, draws++)

  const at = (atMs: number, run: () => void): void => {
    const place = agenda.findLastIndex((other) => other.atMs <= atMs)
    agenda.splice(place + 1, 0, { atMs, run })
  }

  function ask(user: number, attempt: number, sentMs: number): void {
    const end = (nowMs: number, outcome: Outcome): void => {
      const endedMs = nowMs + random() * wayMs
      at(endedMs, () => {
        if (attempt === 1) newcomers -= 1
        const times = { plannedUs: sentMs * 1000, sentUs: sentMs * 1000, endedUs: endedMs * 1000 }
        ended.push({ user, attempt, operation: attempt - 1, ...times, status: 200, outcome })
        if (outcome.kind !== 'conflict' || retryMs === null || attempt >= triesMax) return
        const againMs = endedMs + random() * retryMs
        at(againMs, () => ask(user, attempt + 1, againMs))
      })
    }
    const write = (nowMs: number, seen: number): void => {
      if (available === 0) return end(nowMs, { kind: 'soldOut' })
      if (seen !== version) return end(nowMs, { kind: 'conflict' })
      version += 1
      available -= 1
      const name = reference(`b${version}`)
      const entry = { version, kind: 'booked', reference: name, userId: userId(`u${user}`), seats: 1 } as const
      entries.push({ ...entry, available, at: '2026-01-01T00:00:00.000Z' })
      end(nowMs, { kind: 'booked', reference: name, seats: 1, version })
    }
    if (attempt === 1) newcomers += 1
    const arrivesMs = sentMs + random() * wayMs
    at(arrivesMs, () => {
      if (available === 0) return end(arrivesMs, { kind: 'soldOut' })
      if (isLastServed && attempt > 1 && newcomers > 0) return end(arrivesMs + processingMs, { kind: 'conflict' })
      const startsMs = strategy === 'pessimistic' ? Math.max(arrivesMs, lockedUntilMs) : arrivesMs
      const seen = version
      const writesMs = startsMs + processingMs * (0.9 + 0.2 * random())
      if (strategy === 'pessimistic') lockedUntilMs = writesMs
      at(writesMs, () => write(writesMs, strategy === 'pessimistic' ? version : seen))
    })
  }

  for (let user = 0; user < users; user++) at(sale.asksAtMs(user), () => ask(user, 1, sale.asksAtMs(user)))
  for (let next = agenda.shift(); next; next = agenda.shift()) next.run()

  const recorder = new HistoryRecorder()
  for (const attempt of ended) recorder.add(attempt)
  const opening = { id: eventId('e'), name: 'sale', capacity, available: capacity, version: 1, waitlist: false }
  return {
    opening,
    ledger: { event: { ...opening, available, version }, entries },
    closing: { ...opening, available, version },
    lateMs: 0,
    history: recorder.history(),
    reads: [],
    cancellations: [],
    planned: { users, seatsOf: () => 1 },
    launchedAttempts: ended.length,
    accountOf: (user) => userId(`u${user}`),
    keyOf: () => null,
    quietMs: 0,
    interrupted: false,
    mayLackCancellations: false,
  }
}
