import { eventId, userId, type Reference } from '../../../src/booking/event.ts'
import type { EndedAttempt } from '../../../src/fire/attempt.ts'
import type { RoundFacts } from '../../../src/judge/facts.ts'
import { judge, type InvariantRuling } from '../../../src/judge/judge.ts'
import { HistoryRecorder } from '../../../src/record/recorder.ts'
import { api as bookingApi, holderOf } from '../../builders/own-api.ts'
import type { ApiClient, TestEvent, TestUser } from '../support/api-client.ts'

/** A few users of one event, and all that they saw: what a run would record of them, one call after the other. */
export class Diary {
  readonly #api: ApiClient
  readonly #event: TestEvent
  readonly #users: readonly TestUser[]
  readonly #attempts: EndedAttempt[] = []
  readonly #keys: string[] = []
  readonly #began = performance.now()

  static async open(api: ApiClient, { users, capacity }: { users: number; capacity: number }): Promise<Diary> {
    return new Diary(api, await api.createEvent(capacity, true), await api.createUsers(users))
  }

  private constructor(api: ApiClient, event: TestEvent, users: readonly TestUser[]) {
    this.#api = api
    this.#event = event
    this.#users = users
  }

  /** @returns the reference that the user was told */
  async book(user: number, key = `key-of-${user}`): Promise<Reference | null> {
    const sentUs = this.#nowUs()
    const { status, headers, body } = await this.#api.book(this.#userAt(user).token, this.#event.id, 1, {
      'idempotency-key': key,
    })
    const wish = { user: holderOf(this.#userAt(user).token), event: { ...this.#event }, seats: 1, key, attempt: 1 }
    const outcome = bookingApi.book(wish).answered({
      status,
      header: (name) => headers[name]?.toString(),
      setCookies: () => [],
      body: JSON.stringify(body),
      isWhole: true,
    })
    if (outcome === null) throw new Error('a booking takes one step')
    const operation = this.#keys.push(key) - 1
    const attempt = this.#attempts.filter((earlier) => earlier.user === user).length + 1
    this.#attempts.push({
      user,
      attempt,
      operation,
      plannedUs: sentUs,
      sentUs,
      endedUs: this.#nowUs(),
      status,
      outcome,
    })
    return outcome.kind === 'booked' || outcome.kind === 'waitlisted' ? outcome.reference : null
  }

  /** What each rule says of it all. */
  async judged(): Promise<ReadonlyMap<string, InvariantRuling>> {
    return new Map(judge(await this.#facts()).invariants.map((ruling) => [ruling.id, ruling]))
  }

  async #facts(): Promise<RoundFacts> {
    const recorder = new HistoryRecorder()
    for (const attempt of this.#attempts.toSorted((a, b) => a.endedUs - b.endedUs)) recorder.add(attempt)
    const { id, entries, event } = {
      id: eventId(this.#event.id),
      entries: await this.#api.readLedger(this.#event.id),
      event: await this.#api.readEvent(this.#event.id),
    }
    return {
      opening: { ...this.#event, id },
      ledger: {
        event: { ...event, id },
        entries: entries.map(({ key, ...entry }) => ({ ...entry, ...(key ? { key } : {}) })),
      },
      closing: { ...event, id },
      history: recorder.history(),
      reads: [],
      cancellations: [],
      planned: { users: new Set(this.#attempts.map(({ user }) => user)).size, seatsOf: () => 1 },
      launchedAttempts: this.#attempts.length,
      accountOf: (user) => userId(this.#userAt(user).id),
      keyOf: (_user, operation) => this.#keys[operation] ?? null,
      quietMs: 0,
      lateMs: 0,
      interrupted: false,
      mayLackCancellations: false,
    }
  }

  #nowUs(): number {
    return (performance.now() - this.#began) * 1000
  }

  #userAt(index: number): TestUser {
    const user = this.#users[index]
    if (!user) throw new RangeError(`there is no user ${index}`)
    return user
  }
}
