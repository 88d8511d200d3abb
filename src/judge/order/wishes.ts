import type { Attempt } from '../../record/attempt.ts'
import { groupBy } from '../group.ts'
import { wishOf, type Operation } from '../operations.ts'

/** What several operations may share (see `wishOf`): the attempts at one thing, of which at most one had an effect. */
interface Wish {
  /** The attempt that was sent first. An answer may be a repetition of what that one was told. */
  readonly first: Attempt
  /** Of the attempts that were not refused, the one sent first; null where all were refused. */
  readonly maker: Attempt | null
}

export type Wishes = (operation: Operation) => Wish

/** Few operations share their wish, if any, and only those are kept: there may be a million others. */
export function groupWishes(operations: readonly Operation[]): Wishes {
  const repeated = repeatedKeys(operations)
  const sharing = operations.filter(({ key }) => key !== null && repeated.has(key))
  const shared = new Map<Operation, Wish>()
  for (const wishing of groupBy(sharing, wishOf).values()) {
    const wish = wishing.map(ownWish).reduce(unite)
    for (const operation of wishing) shared.set(operation, wish)
  }
  return (operation) => shared.get(operation) ?? ownWish(operation)
}

function repeatedKeys(operations: readonly Operation[]): ReadonlySet<string> {
  const seen = new Set<string>()
  const repeated = new Set<string>()
  for (const { key } of operations) {
    if (key === null) continue
    if (seen.has(key)) repeated.add(key)
    else seen.add(key)
  }
  return repeated
}

function unite(one: Wish, other: Wish): Wish {
  return { first: sooner(one.first, other.first), maker: soonest(one.maker, other.maker) }
}

function ownWish({ attempts }: Operation): Wish {
  return {
    first: attempts.reduce(sooner),
    maker: attempts.filter(mayHaveServed).reduce<Attempt | null>(soonest, null),
  }
}

/** False where the answer was a definite refusal. */
export function mayHaveServed({ outcome, acknowledged }: Attempt): boolean {
  return acknowledged !== null || outcome === 'unknown'
}

export function soonest(one: Attempt | null, other: Attempt | null): Attempt | null {
  return one && other ? sooner(one, other) : (one ?? other)
}

function sooner(one: Attempt, other: Attempt): Attempt {
  return other.sentUs < one.sentUs ? other : one
}
