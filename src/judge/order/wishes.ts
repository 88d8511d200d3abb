import { outcomeKinds } from '../../booking/outcome.ts'
import type { History } from '../../record/history.ts'
import type { Operation } from '../operations.ts'
import type { Wishes } from '../wishes.ts'

/** The attempts at one wish, of which at most one had an effect; as indexes into the history. */
interface Wish {
  /** The attempt that was sent first. An answer may be a repetition of what that one was told. */
  readonly first: number
  /** Of the attempts that were not refused, the one sent first; null where all were refused. */
  readonly maker: number | null
}

/** The wish of each operation, over all the operations that share it. */
export type WishAttempts = (operation: Operation) => Wish

/** Few operations share their wish, if any, and only those are kept: there may be a million others. */
export function attemptsByWish(history: History, wishes: Wishes): WishAttempts {
  const unite = (one: Wish, other: Wish): Wish => ({
    first: sooner(history, one.first, other.first),
    maker: soonest(history, one.maker, other.maker),
  })
  const shared = new Map<Operation, Wish>()
  for (const sharing of wishes.shared) {
    const wish = sharing.map((operation) => ownWish(history, operation)).reduce(unite)
    for (const operation of sharing) shared.set(operation, wish)
  }
  return (operation) => shared.get(operation) ?? ownWish(history, operation)
}

function ownWish(history: History, { places, nameless, acknowledged }: Operation): Wish {
  const [only] = places
  if (places.length === 1) return { first: only, maker: nameless > 0 || acknowledged.length > 0 ? only : null }
  return {
    first: places.reduce((first, place) => sooner(history, first, place)),
    maker: places.reduce<number | null>(
      (maker, place) => (mayHaveServed(history, place) ? soonest(history, maker, place) : maker),
      null,
    ),
  }
}

const unknown = outcomeKinds.indexOf('unknown')

/** False where the answer was a definite refusal. */
export function mayHaveServed({ acknowledged, outcome }: History, place: number): boolean {
  return outcome[place] === unknown || acknowledged.has(place)
}

/** Of two attempts, the one sent first; of those sent at the same instant, the first that was named. */
export function soonest(history: History, one: number | null, other: number | null): number | null {
  return one !== null && other !== null ? sooner(history, one, other) : (one ?? other)
}

function sooner({ sentUs }: History, one: number, other: number): number {
  return (sentUs[other] ?? 0) < (sentUs[one] ?? 0) ? other : one
}
