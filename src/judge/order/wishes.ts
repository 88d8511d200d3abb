import { outcomeKinds } from '../../booking/outcome.ts'
import type { History } from '../../record/history.ts'
import type { JudgedRound } from '../judged-round.ts'

/** The attempts at one wish, of which at most one had an effect; as indexes into the history. */
interface Wish {
  /** The attempt that was sent first. An answer may be a repetition of what that one was told. */
  readonly first: number
  /** Of the attempts that were not refused, the one sent first; null where all were refused. */
  readonly maker: number | null
}

/** The wish of each operation, over all the operations that share it. */
export class WishAttempts {
  readonly #round: JudgedRound
  /** By the number of an operation, where it shares its wish: few do, if any, and there may be a million others. */
  readonly #shared = new Map<number, Wish>()

  constructor(round: JudgedRound) {
    this.#round = round
    const { history } = round.facts
    for (const sharing of round.wishes.shared) {
      const wish = sharing
        .map((operation) => this.#ownWish(operation.number))
        .reduce((one, other) => ({
          first: sooner(history, one.first, other.first),
          maker: soonest(history, one.maker, other.maker),
        }))
      for (const { number } of sharing) this.#shared.set(number, wish)
    }
  }

  /** @param operation its number */
  firstOf(operation: number): number {
    return this.#shared.get(operation)?.first ?? this.#ownFirst(operation)
  }

  /** @param operation its number */
  makerOf(operation: number): number | null {
    const shared = this.#shared.get(operation)
    return shared ? shared.maker : this.#ownMaker(operation)
  }

  #ownWish(operation: number): Wish {
    return { first: this.#ownFirst(operation), maker: this.#ownMaker(operation) }
  }

  #ownFirst(operation: number): number {
    const { history } = this.#round.facts
    const { order, start } = this.#round.attempts
    const end = start[operation + 1] ?? 0
    let next = start[operation] ?? 0
    let first = order[next] ?? 0
    while (++next < end) first = sooner(history, first, order[next] ?? 0)
    return first
  }

  #ownMaker(operation: number): number | null {
    const { history } = this.#round.facts
    const { order, start } = this.#round.attempts
    const end = start[operation + 1] ?? 0
    let maker: number | null = null
    for (let next = start[operation] ?? end; next < end; next++) {
      const place = order[next] ?? 0
      if (mayHaveServed(history, place)) maker = soonest(history, maker, place)
    }
    return maker
  }
}

const unknown = outcomeKinds.indexOf('unknown')

/** False where the answer was a definite refusal. */
export function mayHaveServed({ told, outcome }: History, place: number): boolean {
  return outcome[place] === unknown || told[place] !== 0
}

/** Of two attempts, the one sent first; of those sent at the same instant, the first that was named. */
export function soonest(history: History, one: number | null, other: number | null): number | null {
  return one !== null && other !== null ? sooner(history, one, other) : (one ?? other)
}

function sooner({ sentUs }: History, one: number, other: number): number {
  return (sentUs[other] ?? 0) < (sentUs[one] ?? 0) ? other : one
}
