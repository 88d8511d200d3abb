import { userId } from '../../src/booking/event.ts'
import type { AccountWins } from '../../src/judge/fairness/account-wins.ts'
import { mix, permutation, uniform } from '../../src/plan/random.ts'

interface Draw {
  readonly users: number
  readonly winners: number
  readonly seed: number
  /** The share of the winners that is drawn among the accounts of odd number; without it, all are drawn alike. */
  readonly oddShare?: number
  /** Accounts that the users share in turn; one each where nothing is said. */
  readonly accounts?: number
  /** Whether every playing has accounts of its own. */
  readonly playing?: number
}

/** What accounts win where the seats are drawn by lot, be it a fair one or not. */
export function drawnWins({ users, winners, seed, oddShare, accounts = users, playing }: Draw): AccountWins {
  const order = [...permutation(users, seed)]
  const odd = order.filter((user) => user % 2 === 1)
  const even = order.filter((user) => user % 2 === 0)
  const wins = new Uint32Array(accounts)
  for (let place = 0; place < winners; place++) {
    const fromOdd = oddShare !== undefined && uniform(mix(seed, 1), place) < oddShare
    const winner = oddShare === undefined ? order[place] : (fromOdd ? odd : even).pop()
    const account = (winner ?? 0) % accounts
    wins[account] = (wins[account] ?? 0) + 1
  }
  return {
    // Ids that say nothing of the number: a UUID ends in any digit.
    ids: Array.from({ length: accounts }, (_, number) =>
      userId(`${playing ?? 'all'}-${number}-${(mix(playing ?? 0, number) % 16).toString(16)}`),
    ),
    users: Uint32Array.from({ length: accounts }, (_, number) => Math.ceil((users - number) / accounts)),
    wins,
  }
}
