import type { GatheredAttempts } from './gathered-attempts.ts'
import type { ToldLedger } from './gathered-ledger.ts'

export interface SeatsAsked {
  readonly seatsOf: (user: number, operation: number) => number
  /** Null where users asked for different numbers. */
  readonly byEach: number | null
}

/**
 * How many seats each user asked for. Where neither the round nor an attempt says so, as many as were booked, which has
 * to be the same number throughout: to guess another one would accuse whoever refused it, or sold it.
 * @param byAll what the round says that everybody asked for
 * @returns the different numbers that were booked, where nobody says which of them was asked for
 */
export function seatsAsked(
  attempts: GatheredAttempts,
  { byAll, ledger }: { byAll: number | undefined; ledger: ToldLedger | null },
): SeatsAsked | { readonly differing: readonly number[] } {
  const told = new Set<number | null>()
  for (const user of attempts.users()) told.add(attempts.toldAskedOf(user))
  const isUntold = byAll === undefined && told.has(null)
  const booked = new Set(attempts.seatsBooked)
  // An entry does not say whose wish it was, so it counts only where nobody's is known.
  if (isUntold && told.size === 1) {
    for (const { kind, seats } of ledger?.entries ?? []) if (kind !== 'cancelled') booked.add(seats)
  }
  if (isUntold && booked.size > 1) return { differing: [...booked].toSorted((a, b) => a - b) }
  const usual = byAll ?? [...booked][0] ?? 1
  const numbers = new Set([...told].map((asked) => asked ?? usual))
  return {
    seatsOf: (user, operation) =>
      attempts.toldAskedFor(user, operation) ?? byAll ?? attempts.toldAskedOf(user) ?? usual,
    byEach: numbers.size > 1 ? null : ([...numbers][0] ?? usual),
  }
}
