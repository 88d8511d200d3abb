import type { Reference } from '../booking/event.ts'
import { attemptsOf, type Attempt } from '../record/attempt.ts'
import type { Cancellation } from '../record/cancellation.ts'
import type { Acknowledgement, History } from '../record/history.ts'

/** Something that a user was told it has. */
export interface Possession {
  readonly user: number
  readonly reference: Reference
  readonly kind: Acknowledgement['kind']
}

/** What users have by what they were told, and how far they have counted what they did. */
export class Standing {
  readonly #possessions = new Map<Reference, Possession>()
  /** By user, the last operation that was given something. */
  readonly #granted = new Map<number, number>()
  readonly #attempts = new Map<number, number>()
  readonly #operations = new Map<number, number>()
  readonly #cancellations = new Map<string, number>()

  constructor(burst: History) {
    for (const attempt of attemptsOf(burst)) this.learn(attempt)
  }

  /** What is held or waited for, in the order in which users first learnt of it. */
  get possessions(): readonly Possession[] {
    return [...this.#possessions.values()]
  }

  /** Everybody who has something. */
  get holders(): ReadonlySet<number> {
    return new Set(this.possessions.map(({ user }) => user))
  }

  /** The last operation of a user that was given something, or null. */
  grantedTo(user: number): number | null {
    return this.#granted.get(user) ?? null
  }

  learn({
    user,
    attempt,
    operation,
    acknowledged,
  }: Pick<Attempt, 'user' | 'attempt' | 'operation' | 'acknowledged'>): void {
    this.#attempts.set(user, Math.max(attempt, this.#attempts.get(user) ?? 0))
    this.#operations.set(user, Math.max(operation, this.#operations.get(user) ?? 0))
    if (acknowledged === null) return
    this.#granted.set(user, operation)
    const { reference, kind } = acknowledged
    if (reference !== null && !this.#possessions.has(reference))
      this.#possessions.set(reference, { user, reference, kind })
  }

  /**
   * Whoever was told that it is gone, or is not told at all, is not going to give it back again. What a stranger is told
   * reaches nobody else: a system may say to them that there is no such booking.
   */
  learnCancelled({ user, reference, outcome }: Pick<Cancellation, 'user' | 'reference' | 'outcome'>): void {
    const isOwn = this.#possessions.get(reference)?.user === user
    if (isOwn && outcome.kind !== 'refused') this.#possessions.delete(reference)
  }

  nextAttempt(user: number): number {
    return countOn(this.#attempts, user, 1)
  }

  nextOperation(user: number): number {
    return countOn(this.#operations, user, 0)
  }

  nextCancellation(user: number, reference: Reference): number {
    return countOn(this.#cancellations, JSON.stringify([user, reference]), 1)
  }
}

function countOn<Key>(counts: Map<Key, number>, key: Key, first: number): number {
  const next = (counts.get(key) ?? first - 1) + 1
  counts.set(key, next)
  return next
}
