import { eventId, reference, userId, type EventState } from '../../src/booking/event.ts'
import type { LedgerEntry } from '../../src/booking/ledger.ts'
import type { Outcome } from '../../src/booking/outcome.ts'
import type { EventRead } from '../../src/judge/facts.ts'
import { uniform } from '../../src/plan/random.ts'
import { HistoryFile } from '../../src/record/history-file.ts'
import { HistoryRecorder } from '../../src/record/recorder.ts'

/** A sale as a correct system would have made it, told by its numbers alone. */
export interface Sale {
  readonly attempts: number
  readonly users: number
  readonly capacity: number
  /** How many attempts, on average, read the same version; the first of them books, and all others lose a conflict. */
  readonly crowd: number
}

/** Users press "buy" about ten times each, and nine in ten of them get their seat. */
export const contendedSale = (attempts: number): Sale => ({
  attempts,
  users: Math.ceil(attempts / 10),
  capacity: Math.ceil(attempts * 0.09),
  crowd: 10,
})

/** Hardly anybody is in anybody's way: the ledger is nearly as long as the history. */
export const bookedSale = (attempts: number): Sale => ({
  attempts,
  users: Math.ceil(attempts * 0.9),
  capacity: Math.ceil(attempts * 0.87),
  crowd: 1.1,
})

/** Writes a sale as `bookload run --record` would have written it. */
export async function writeSale(path: string, sale: Sale): Promise<void> {
  const file = new HistoryFile(path, { id, bookload: '0', scenario: 'bench', seed: 1, startedAt: at })
  await file.add({ name: 'sale', repetition: 1, ...new Play(sale).round() })
  await file.close()
}

const id = '410d2726b0'
const at = '2026-01-01T00:00:00.000Z'

const opening = ({ capacity }: Sale): EventState => ({
  id: eventId('aa93e3c8-3f98-4585-be8c-e1e777d893a4'),
  name: 'sale',
  capacity,
  available: capacity,
  version: 1,
  waitlist: false,
})

const accountOf = (user: number) => userId(`e67fe49e-11e5-419e-a7b8-${user.toString(16).padStart(12, '0')}`)
const keyOf = (user: number, operation: number) => `${id}-0-${user}-${operation}`

/** One answer of this many is lost on its way, and its user asks again with the same key. */
const lostEach = 200

/** One look at the event for this many crowds. */
const lookEach = 50

/** As the clock of the tool tells times. */
const toNanosecond = (us: number): number => Math.round(us * 1000) / 1000

/** What each user has come to, in columns. */
class Play {
  readonly #sale: Sale
  readonly #recorder = new HistoryRecorder()
  readonly #entries: LedgerEntry[] = []
  readonly #reads: EventRead[] = []
  readonly #attempt: Uint32Array
  readonly #operation: Uint32Array
  readonly #endedUs: Float64Array
  /** By user, the entry that was made without the user's learning of it. */
  readonly #untold = new Map<number, LedgerEntry>()
  /** Who still wants a seat, in the order in which they will ask. */
  #waiting: Uint32Array
  #left: number
  #draws = 0
  #nowUs = 1000

  constructor(sale: Sale) {
    this.#sale = sale
    this.#left = sale.attempts
    this.#attempt = new Uint32Array(sale.users)
    this.#operation = new Uint32Array(sale.users)
    this.#endedUs = new Float64Array(sale.users)
    this.#waiting = Uint32Array.from({ length: sale.users }, (_, user) => user)
  }

  round() {
    const { attempts, users, capacity } = this.#sale
    while (this.#left > 0) this.#playEverybodyOnce()
    const event = opening(this.#sale)
    const closing = { ...event, available: capacity - this.#entries.length, version: this.#entries.length + 1 }
    return {
      opening: event,
      ledger: { event: closing, entries: this.#entries },
      closing,
      lateMs: 0,
      history: this.#recorder.history(),
      reads: this.#reads,
      cancellations: [],
      planned: { users, seatsOf: () => 1 },
      launchedAttempts: attempts,
      accountOf,
      keyOf,
      quietMs: 0,
      interrupted: false,
    }
  }

  #playEverybodyOnce(): void {
    const again: number[] = []
    for (let next = 0; next < this.#waiting.length && this.#left > 0;) {
      const size = Math.min(this.#left, Math.floor(this.#sale.crowd + this.#draw()))
      again.push(...this.#playCrowd(this.#waiting.subarray(next, next + size)))
      next += size
    }
    // Whoever has a seat only fills the file up to its length.
    this.#waiting = again.length > 0 ? Uint32Array.from(again) : this.#waiting
  }

  /** @returns those who will ask again */
  #playCrowd(users: Uint32Array): number[] {
    const readUs = (this.#nowUs += 20 * this.#draw())
    const wroteUs = (this.#nowUs += 100 * this.#draw())
    const again: number[] = []
    let isTaken = false
    for (const user of users) {
      const outcome = this.#decide(user, isTaken)
      if (outcome.kind === 'booked') isTaken = true
      const isLost = this.#draw() * lostEach < 1
      this.#record(user, { readUs, outcome: isLost ? { kind: 'unknown', cause: 'timeout' } : outcome })
      if (isLost || outcome.kind !== 'booked') again.push(user)
    }
    if (this.#draw() * lookEach < 1) this.#look(wroteUs)
    return again
  }

  #decide(user: number, isTaken: boolean): Outcome {
    const untold = this.#untold.get(user)
    if (untold) return booked(untold)
    if (this.#entries.length === this.#sale.capacity) return { kind: 'soldOut' }
    if (isTaken) return { kind: 'conflict' }
    const version = this.#entries.length + 2
    const entry: LedgerEntry = {
      version,
      kind: 'booked',
      reference: reference(`EVT-${version.toString(36).toUpperCase().padStart(6, '0')}`),
      userId: accountOf(user),
      seats: 1,
      available: this.#sale.capacity - version + 1,
      at,
      key: keyOf(user, this.#operation[user] ?? 0),
    }
    this.#entries.push(entry)
    this.#untold.set(user, entry)
    return booked(entry)
  }

  #record(user: number, { readUs, outcome }: { readonly readUs: number; readonly outcome: Outcome }): void {
    const before = this.#endedUs[user] ?? 0
    const sentUs = toNanosecond(Math.max(before, readUs - 2000 * this.#draw()))
    const endedUs = toNanosecond((this.#nowUs += 10 * this.#draw()))
    const attempt = (this.#attempt[user] = (this.#attempt[user] ?? 0) + 1)
    const operation = this.#operation[user] ?? 0
    const status = outcome.kind === 'unknown' ? 0 : outcome.kind === 'booked' ? 201 : 409
    this.#recorder.add({ user, attempt, operation, plannedUs: sentUs, sentUs, endedUs, status, outcome })
    this.#left--
    this.#endedUs[user] = endedUs
    if (outcome.kind !== 'unknown') this.#operation[user] = operation + 1
    if (outcome.kind === 'booked') this.#untold.delete(user)
  }

  #look(sentUs: number): void {
    const sold = this.#entries.length
    const { capacity } = this.#sale
    const times = { sentUs: toNanosecond(sentUs), endedUs: toNanosecond(this.#nowUs) }
    this.#reads.push({ user: 0, ...times, available: capacity - sold, version: sold + 1 })
  }

  #draw(): number {
    return uniform(1, this.#draws++)
  }
}

function booked({ reference: name, seats, version }: LedgerEntry): Outcome {
  return { kind: 'booked', reference: name, seats, version }
}
