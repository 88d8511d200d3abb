import type { CancelOutcome } from '../../src/booking/cancellation.ts'
import { reference, userId, type Reference, type UserId } from '../../src/booking/event.ts'
import type { LedgerKind } from '../../src/booking/ledger.ts'
import type { Outcome } from '../../src/booking/outcome.ts'
import type { CountedEntry } from './draft-round.ts'

interface Wish {
  readonly account: UserId
  readonly key: string | null
  readonly seats: number
}

/** What correct systems do differently. */
export interface Habits {
  /** Whoever waits already is told of that place, whatever else they ask for. */
  readonly keepsPlaces: boolean
  /** A refusal is repeated to whoever sends its key again, even when seats have come free. */
  readonly keepsRefusals: boolean
  /** Nobody overtakes the queue. */
  readonly queuesStrictly: boolean
  /** Whoever cancels again is told that it is cancelled, and not that there is nothing left to cancel. */
  readonly repeatsCancelled: boolean
  /** To a stranger a booking is not there, instead of being none of theirs. */
  readonly hidesBookings: boolean
}

/** What a booking system does when it does everything right, one request at a time: the model for the judge's tests. */
export class HonestServer {
  readonly capacity: number
  readonly #waitlist: boolean
  readonly #showsKeys: boolean
  readonly #habits: Habits
  readonly #entries: CountedEntry[] = []
  /** By account and key: what was asked for, and what was answered. */
  readonly #answers = new Map<string, { readonly seats: number; readonly answer: Outcome }>()
  readonly #waiting: CountedEntry[] = []
  readonly #booked: CountedEntry[] = []
  readonly #cancelled = new Map<Reference, CountedEntry>()
  #available: number

  constructor(options: { capacity: number; waitlist: boolean; showsKeys: boolean; habits: Habits }) {
    this.capacity = options.capacity
    this.#available = options.capacity
    this.#waitlist = options.waitlist
    this.#showsKeys = options.showsKeys
    this.#habits = options.habits
  }

  get entries(): readonly CountedEntry[] {
    return this.#entries
  }

  /** The event as it is now. */
  look(): { readonly available: number; readonly version: number } {
    return { available: this.#available, version: this.#entries.length + 1 }
  }

  book(wish: Wish): Outcome {
    const known = this.#known(wish)
    if (known && known.seats !== wish.seats) return { kind: 'rejected', code: 'KEY_REUSED' }
    if (known) return known.answer
    const answer = this.#answer(wish)
    const isKept = answer.kind !== 'soldOut' || this.#habits.keepsRefusals
    if (wish.key !== null && isKept) this.#answers.set(nameOf(wish), { seats: wish.seats, answer })
    return answer
  }

  /** Whether it is to be answered as it was before. */
  hasAnswered(wish: Wish): boolean {
    return this.#known(wish) !== undefined
  }

  #known(wish: Wish) {
    return wish.key === null ? undefined : this.#answers.get(nameOf(wish))
  }

  /** Cancels the oldest booking, if there is one. */
  cancelOldest(): void {
    const [oldest] = this.#booked
    if (oldest) this.cancel(oldest)
  }

  /** Gives a booking back, or a place in the queue, and the seats to those who wait, whoever fits and waited longest. */
  cancel({ userId: account, reference: name }: Pick<CountedEntry, 'userId' | 'reference'>): CancelOutcome {
    const { repeatsCancelled, hidesBookings } = this.#habits
    const gone = this.#cancelled.get(name)
    const held = this.#booked.find((entry) => entry.reference === name)
    const waiting = this.#waiting.find((entry) => entry.reference === name)
    const own = gone ?? held ?? waiting
    if (own && own.userId !== account) return hidesBookings ? { kind: 'gone' } : { kind: 'refused', code: 'FORBIDDEN' }
    if (gone && repeatsCancelled) return { kind: 'cancelled', version: gone.version }
    if (held) {
      this.#booked.splice(this.#booked.indexOf(held), 1)
      this.#available += held.seats
    } else if (waiting) this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
    if (gone || !own) return { kind: 'gone' }
    const entry = this.#write('cancelled', own, name)
    this.#cancelled.set(name, entry)
    this.#moveUp()
    return { kind: 'cancelled', version: entry.version }
  }

  #moveUp(): void {
    for (let next = this.#nextThatFits(); next >= 0; next = this.#nextThatFits()) {
      for (const promoted of this.#waiting.splice(next, 1)) {
        this.#available -= promoted.seats
        this.#booked.push(this.#write('promoted', promoted, promoted.reference))
      }
    }
  }

  #nextThatFits(): number {
    return this.#waiting.findIndex(({ seats }) => seats <= this.#available)
  }

  #answer(wish: Wish): Outcome {
    const request = { userId: wish.account, seats: wish.seats, ...(wish.key === null ? {} : { key: wish.key }) }
    const name = reference(`R${this.#entries.length}`)
    const isQueueing = this.#habits.queuesStrictly && this.#waiting.length > 0
    if (wish.seats <= this.#available && !isQueueing) {
      this.#available -= wish.seats
      const entry = this.#write('booked', request, name)
      this.#booked.push(entry)
      return { kind: 'booked', reference: name, seats: wish.seats, version: entry.version }
    }
    if (!this.#waitlist) return { kind: 'soldOut' }
    const place = this.#waiting.findIndex(({ userId: waiting }) => waiting === wish.account)
    const known = this.#habits.keepsPlaces ? this.#waiting[place] : undefined
    if (known) return { kind: 'waitlisted', reference: known.reference, position: place + 1 }
    this.#waiting.push(this.#write('waitlisted', request, name))
    return { kind: 'waitlisted', reference: name, position: this.#waiting.length }
  }

  #write(kind: LedgerKind, cause: Pick<CountedEntry, 'userId' | 'seats' | 'key'>, name: Reference): CountedEntry {
    const entry: CountedEntry = {
      version: this.#entries.length + 2,
      kind,
      reference: name,
      userId: userId(cause.userId),
      seats: cause.seats,
      available: this.#available,
      at: '2026-01-01T00:00:00.000Z',
      ...(this.#showsKeys && cause.key !== undefined ? { key: cause.key } : {}),
    }
    this.#entries.push(entry)
    return entry
  }
}

const nameOf = ({ account, key }: Wish): string => `${account} ${key}`
