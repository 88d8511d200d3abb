import { outcomeKinds, type OutcomeKind } from '../booking/outcome.ts'
import type { RoundFacts } from './facts.ts'
import { countOf, indexesOf } from './counting-sort.ts'
import { groupAttempts, type GroupedAttempts } from './grouped-attempts.ts'
import { gatherTellings, type Tellings } from './tellings.ts'

/** What is known of every operation without looking at its attempts again, in columns. */
export class OperationColumns {
  readonly facts: RoundFacts
  readonly attempts: GroupedAttempts
  /** By operation, how many of its attempts a definite answer turned away. */
  readonly refused: Uint32Array
  readonly tellings: Tellings
  /** By operation, how many of its attempts were told a reference. */
  readonly named: Uint32Array

  constructor(facts: RoundFacts) {
    const { history } = facts
    this.facts = facts
    this.attempts = groupAttempts(history)
    const { count, operationAt } = this.attempts
    this.refused = new Uint32Array(count)
    this.tellings = gatherTellings(history, operationAt, count)
    this.named = new Uint32Array(count)
    for (let place = 0; place < history.length; place++) {
      if (this.isRefused(place)) add(this.refused, operationAt[place])
    }
    const { said, operation } = this.tellings
    let telling = 0
    for (const { reference } of said) {
      if (reference !== null) add(this.named, operation[telling])
      telling++
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
    const [first = 0, ...others] = indexesOf(this.attempts, operation)
    return [first, ...others]
  }

  /** Whether an attempt was turned away by a definite answer. */
  isRefused(place: number): boolean {
    return isRefusal[this.facts.history.outcome[place] ?? 0] === true
  }

  /** How many attempts of an operation were told that they had won something. */
  countTold(operation: number): number {
    return (this.tellings.start[operation + 1] ?? 0) - (this.tellings.start[operation] ?? 0)
  }

  sizeOf(operation: number): number {
    return countOf(this.attempts, operation)
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
