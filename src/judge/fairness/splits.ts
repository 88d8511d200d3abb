import type { UserId } from '../../booking/event.ts'
import type { Strata, Stratum } from './strata.ts'

/** All accounts, parted in two by something that is no reason to prefer anybody. */
export interface Split {
  readonly labels: readonly [string, string]
  /** For each stratum, 1 where an account belongs to the first part. */
  readonly isFirst: readonly Uint8Array[]
}

interface Trait {
  readonly labels: readonly [string, string]
  /** Null where it cannot be told, and then the trait says nothing. */
  readonly hasIt: (account: { readonly id: UserId; readonly number: number; readonly of: number }) => boolean | null
}

const traits: readonly Trait[] = [
  { labels: ['odd account ids', 'even ones'], hasIt: ({ id }) => isOdd(id) },
  { labels: ['accounts of odd number', 'those of even number'], hasIt: ({ number }) => number % 2 === 1 },
  { labels: ['the older accounts', 'the newer ones'], hasIt: ({ number, of }) => number < Math.floor(of / 2) },
]

/**
 * More accounts than this are told apart by their traits only: 10,000 deals cannot tell a chance small enough for so many
 * tests, and of each account alone there would be too few wins to speak of.
 */
const accountsMax = 6

/** By the last digit, decimal or hexadecimal, as an id may be a number or a UUID. */
function isOdd(id: UserId): boolean | null {
  const digit = Number.parseInt(id.slice(-1), 16)
  return Number.isNaN(digit) ? null : digit % 2 === 1
}

/** The splits to test: each parts the accounts in another way. */
export function splitsOf({ all, areShared }: Strata): readonly Split[] {
  const splits = [...traits, ...(areShared ? accountTraits(all) : [])].flatMap((trait) => splitBy(trait, all) ?? [])
  const seen = new Set<string>()
  return splits.filter(({ isFirst }) => {
    const part = isFirst.map((flags) => flags.join()).join()
    const rest = isFirst.map((flags) => flags.map((flag) => 1 - flag).join()).join()
    const isNew = !seen.has(part)
    seen.add(part).add(rest)
    return isNew
  })
}

/** Each account against the others, where users share a handful of them. */
function accountTraits(strata: readonly Stratum[]): readonly Trait[] {
  const accounts = strata[0]?.of ?? 0
  if (accounts > accountsMax) return []
  return Array.from({ length: accounts }, (_, which) => ({
    labels: [`account ${which}`, 'the others'] as const,
    hasIt: ({ number }: { readonly number: number }) => number === which,
  }))
}

function splitBy({ labels, hasIt }: Trait, strata: readonly Stratum[]): Split | null {
  const parted = strata.map(({ ids, numbers, of }) =>
    ids.map((id, index) => hasIt({ id, number: numbers[index] ?? 0, of })),
  )
  const found = parted.map((answers) => new Set(answers))
  if (found.some((answers) => answers.has(null)) || found.every(({ size }) => size < 2)) return null
  return { labels, isFirst: parted.map((answers) => Uint8Array.from(answers, Number)) }
}
