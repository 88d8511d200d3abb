import * as fc from 'fast-check'
import { reference, userId } from '../../src/booking/event.ts'
import type { Outcome } from '../../src/booking/outcome.ts'
import type { EventRead, RoundFacts } from '../../src/judge/facts.ts'
import { factsOf, type CountedEntry } from './draft-round.ts'

const fates = ['booked', 'answerLost', 'lost', 'declined', 'declinedAndFreed', 'expired'] as const

/** One user's turn: to take a hold, or to make a booking of it. */
interface Turn {
  readonly user: number
  readonly earlier: number
  readonly later: number
  readonly fate: (typeof fates)[number]
  readonly holdAnswer: 'arrives' | 'is lost'
  readonly looks: boolean
}

/** What correct systems with holds do differently. */
interface Habits {
  /** Whether what is held shows as no longer available, and whether it is a change of the event like any other. */
  readonly showsHolds: boolean
  readonly versionsHolds: boolean
}

const story = fc.record({
  capacity: fc.integer({ min: 1, max: 4 }),
  parties: fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 1, maxLength: 8 }),
  turns: fc.array(
    fc.record({
      user: fc.nat(7),
      earlier: fc.nat(60),
      later: fc.nat(60),
      fate: fc.constantFrom(...fates),
      holdAnswer: fc.constantFrom('arrives', 'arrives', 'arrives', 'is lost'),
      looks: fc.boolean(),
    }),
    { maxLength: 30 },
  ),
  habits: fc.record({ showsHolds: fc.boolean(), versionsHolds: fc.boolean() }),
  racesAt: fc.constantFrom('hold', 'booking'),
})
type Story = typeof story extends fc.Arbitrary<infer Told> ? Told : never

/** Rounds of a correct system that holds seats on the way to a booking, and tells of the bookings alone. */
export const holdingRounds: fc.Arbitrary<RoundFacts> = story.map(play)

interface Visit {
  readonly user: number
  readonly beganUs: number
  readonly racedUs: number
  readonly endedUs: number
  readonly status: number
  readonly outcome: Outcome
}

class Shop {
  readonly entries: CountedEntry[] = []
  readonly #habits: Habits
  #free: number
  #held = 0
  version = 1

  constructor(capacity: number, habits: Habits) {
    this.#free = capacity
    this.#habits = habits
  }

  get available(): number {
    return this.#free + (this.#habits.showsHolds ? 0 : this.#held)
  }

  hold(seats: number): boolean {
    if (seats > this.#free) return false
    this.#move(seats)
    return true
  }

  free(seats: number): void {
    this.#move(-seats)
  }

  #move(seats: number): void {
    this.#free -= seats
    this.#held += seats
    if (this.#habits.versionsHolds) this.version += 1
  }

  book(user: number, seats: number): Outcome {
    this.#held -= seats
    this.version += 1
    const name = reference(`R${this.entries.length}`)
    this.entries.push({
      version: this.version,
      kind: 'booked',
      reference: name,
      userId: userId(`u${user}`),
      seats,
      available: this.available,
      at: '2026-01-01T00:00:00.000Z',
    })
    return { kind: 'booked', reference: name, seats, version: this.version }
  }
}

function play({ capacity, parties, turns, habits, racesAt }: Story): RoundFacts {
  const shop = new Shop(capacity, habits)
  const visits: Visit[] = []
  const reads: EventRead[] = []
  const holding = new Map<number, { readonly beganUs: number; readonly heldUs: number }>()
  const isThrough = new Set<number>()
  const everyone = parties.flatMap((_, user) => [quiet(user), quiet(user)])
  for (const [index, turn] of [...turns, ...everyone].entries()) {
    const user = turn.user % parties.length
    const seats = parties[user] ?? 1
    const at = index * 20 + (index < turns.length ? 0 : 100)
    const [sentUs, endedUs] = [at - turn.earlier, at + turn.later]
    if (turn.looks) reads.push({ user, sentUs, endedUs, available: shop.available, version: shop.version })
    if (isThrough.has(user)) continue
    const held = holding.get(user)
    if (!held) {
      const isHeld = shop.hold(seats)
      const end = { user, beganUs: sentUs, racedUs: sentUs, endedUs }
      if (turn.holdAnswer === 'is lost') visits.push({ ...end, status: 0, outcome: noAnswer })
      else if (!isHeld) visits.push({ ...end, status: 409, outcome: { kind: 'soldOut' } })
      // Nobody goes on at the very microsecond at which the request for the hold left.
      if (isHeld && turn.holdAnswer === 'arrives') holding.set(user, { beganUs: sentUs, heldUs: endedUs + 1 })
      else isThrough.add(user)
      continue
    }
    if (at < held.heldUs) continue
    isThrough.add(user)
    const racedUs = Math.max(held.heldUs, sentUs)
    visits.push({ user, beganUs: held.beganUs, racedUs, endedUs, ...meet(shop, turn.fate, { user, seats }) })
  }
  return factsFrom({ capacity, parties, racesAt }, { shop, visits, reads })
}

const noAnswer: Outcome = { kind: 'unknown', cause: 'timeout' }

function meet(
  shop: Shop,
  fate: Turn['fate'],
  { user, seats }: { readonly user: number; readonly seats: number },
): Pick<Visit, 'status' | 'outcome'> {
  switch (fate) {
    case 'booked':
      return { status: 201, outcome: shop.book(user, seats) }
    case 'answerLost':
      shop.book(user, seats)
      return { status: 0, outcome: noAnswer }
    case 'lost':
      return { status: 0, outcome: noAnswer }
    case 'declined':
      return { status: 402, outcome: { kind: 'rejected', code: 'DECLINED' } }
    case 'declinedAndFreed':
      shop.free(seats)
      return { status: 402, outcome: { kind: 'rejected', code: 'DECLINED' } }
    case 'expired':
      shop.free(seats)
      return { status: 409, outcome: { kind: 'conflict' } }
  }
}

/** Everybody comes at least once, and goes on to the end. */
function quiet(user: number): Turn {
  return { user, earlier: 5, later: 5, fate: 'booked', holdAnswer: 'arrives', looks: false }
}

function factsFrom(
  { capacity, parties, racesAt }: Pick<Story, 'capacity' | 'parties' | 'racesAt'>,
  {
    shop,
    visits,
    reads,
  }: { readonly shop: Shop; readonly visits: readonly Visit[]; readonly reads: readonly EventRead[] },
): RoundFacts {
  const ended = visits.toSorted((a, b) => a.endedUs - b.endedUs)
  const facts = factsOf({
    capacity,
    users: parties.length,
    attempts: ended.map(({ user, beganUs, endedUs, status, outcome }) => ({
      user,
      attempt: 1,
      operation: 0,
      plannedUs: beganUs,
      sentUs: beganUs,
      endedUs,
      status,
      outcome,
    })),
    launched: ended.length,
    reads: reads.toSorted((a, b) => a.endedUs - b.endedUs),
    cancellations: [],
    entries: shop.entries,
    final: { available: shop.available, version: shop.version },
    closing: 'final',
    ledgerReadable: true,
    interrupted: false,
    seatsOf: (user) => parties[user] ?? 1,
    accountOf: (user) => userId(`u${user}`),
    keyOf: () => null,
  })
  const opening = { ...facts.opening, waitlist: false }
  const racedUs = Float64Array.from(ended, (visit) => visit.racedUs)
  return { ...facts, opening, mayHold: true, ...(racesAt === 'booking' ? { racedUs } : {}) }
}
