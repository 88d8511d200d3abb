import type { UserId } from '../../booking/event.ts'
import type { AccountWins } from './account-wins.ts'
import { groupBy } from '../group.ts'

/**
 * Accounts that only chance has set apart. The seed dealt the places in the release order out to them, so a system that
 * prefers nobody could as well have dealt out their wins in any other way: that is what the tests do.
 */
export interface Stratum {
  readonly ids: readonly UserId[]
  /** Their places in the order of creation, of so many. */
  readonly numbers: Uint32Array
  readonly of: number
  /** Users of each account, in all playings that the stratum covers: the same for all. */
  readonly usersEach: number
  readonly wins: Uint32Array
}

export interface Strata {
  readonly all: readonly Stratum[]
  /**
   * The same accounts in every playing. What they did in one may follow them into the next, such as a limiter that
   * remembers them, so their wins are dealt out as a whole; more playings then make no further ways to deal.
   */
  readonly isLasting: boolean
  /** Whether several users book with one account. */
  readonly areShared: boolean
}

/** New accounts in every playing make a stratum each; those with another number of users make one of their own. */
export function strataOf(playings: readonly AccountWins[]): Strata {
  const isLasting = haveMetBefore(playings)
  return {
    isLasting,
    areShared: playings.some(({ users }) => users.some((count) => count > 1)),
    all: (isLasting ? [summed(playings)] : playings).flatMap(byUsersEach),
  }
}

function haveMetBefore([first, ...others]: readonly AccountWins[]): boolean {
  const known = new Set(first?.ids)
  return others.some(({ ids }) => ids.some((id) => known.has(id)))
}

function summed(playings: readonly AccountWins[]): AccountWins {
  const numbers = new Map<UserId, number>()
  const users: number[] = []
  const wins: number[] = []
  for (const playing of playings) {
    for (const [index, id] of playing.ids.entries()) {
      const number = numbers.get(id) ?? numbers.size
      numbers.set(id, number)
      users[number] = (users[number] ?? 0) + (playing.users[index] ?? 0)
      wins[number] = (wins[number] ?? 0) + (playing.wins[index] ?? 0)
    }
  }
  return { ids: [...numbers.keys()], users: Uint32Array.from(users), wins: Uint32Array.from(wins) }
}

function byUsersEach({ ids, users, wins }: AccountWins): readonly Stratum[] {
  return Array.from(
    groupBy(ids.keys(), (number) => users[number] ?? 0),
    ([usersEach, numbers]) => ({
      ids: numbers.flatMap((number) => ids[number] ?? []),
      numbers: Uint32Array.from(numbers),
      of: ids.length,
      usersEach,
      wins: Uint32Array.from(numbers, (number) => wins[number] ?? 0),
    }),
  )
}
