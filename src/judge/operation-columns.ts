import { outcomeKinds, type OutcomeKind } from '../booking/outcome.ts'
import type { RoundFacts } from './facts.ts'
import { groupAttempts, type GroupedAttempts } from './grouped-attempts.ts'

/** What is known of every operation without looking at its attempts again, in columns. */
export class OperationColumns {
  readonly facts: RoundFacts
  readonly attempts: GroupedAttempts
  /** By operation, how many of its attempts a definite answer turned away. */
  readonly refused: Uint32Array
  /** By operation, how many of them were told that they had won something. */
  readonly acknowledged: Uint32Array
  /** By operation, how many of those were told under which reference. */
  readonly named: Uint32Array

  constructor(facts: RoundFacts) {
    const { history } = facts
    this.facts = facts
    this.attempts = groupAttempts(history)
    const { count, operationAt } = this.attempts
    this.refused = new Uint32Array(count)
    this.acknowledged = new Uint32Array(count)
    this.named = new Uint32Array(count)
    for (let place = 0; place < history.length; place++) {
      if (this.isRefused(place)) add(this.refused, operationAt[place])
    }
    for (const [place, { reference }] of history.acknowledged) {
      add(this.acknowledged, operationAt[place])
      if (reference !== null) add(this.named, operationAt[place])
    }
  }

  get count(): number {
    return this.attempts.count
  }

  firstPlaceOf(operation: number): number {
    const { order, start } = this.attempts
    return order[start[operation] ?? 0] ?? 0
  }

  /** The attempts of an operation as indexes into the history. */
  placesOf(operation: number): [number, ...number[]] {
    const { order, start } = this.attempts
    const first = start[operation] ?? 0
    const end = start[operation + 1] ?? 0
    const places: [number, ...number[]] = [order[first] ?? 0]
    for (let next = first + 1; next < end; next++) places.push(order[next] ?? 0)
    return places
  }

  /** Whether an attempt was turned away by a definite answer. */
  isRefused(place: number): boolean {
    return isRefusal[this.facts.history.outcome[place] ?? 0] ?? false
  }

  sizeOf(operation: number): number {
    return (this.attempts.start[operation + 1] ?? 0) - (this.attempts.start[operation] ?? 0)
  }
}

function add(counts: Uint32Array, operation: number | undefined): void {
  if (operation !== undefined) counts[operation] = (counts[operation] ?? 0) + 1
}

/** By what a history holds for an outcome, whether that is a definite refusal. */
const isRefusal = outcomeKinds.map(isRefusalKind)

function isRefusalKind(outcome: OutcomeKind): boolean {
  switch (outcome) {
    case 'conflict':
    case 'soldOut':
    case 'rateLimited':
    case 'rejected':
      return true
    case 'booked':
    case 'waitlisted':
    case 'unknown':
      return false
  }
}
