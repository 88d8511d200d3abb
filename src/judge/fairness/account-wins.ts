import type { UserId } from '../../booking/event.ts'
import { hasWon, type Journeys } from './journeys.ts'

/** What the accounts of one playing won: columns, in the order in which the accounts were created. */
export interface AccountWins {
  readonly ids: readonly UserId[]
  /** Users who book with it. */
  readonly users: Uint32Array
  /** Those of them who were told of a booking. */
  readonly wins: Uint32Array
}

/** Users take the accounts in turn, so these first appear in the order in which they were created. */
export function winsByAccount(journeys: Journeys, accountOf: (user: number) => UserId): AccountWins {
  const numbers = new Map<UserId, number>()
  const users = new Uint32Array(journeys.users)
  const wins = new Uint32Array(journeys.users)
  for (let user = 0; user < journeys.users; user++) {
    const id = accountOf(user)
    const number = numbers.get(id) ?? numbers.size
    numbers.set(id, number)
    users[number] = (users[number] ?? 0) + 1
    if (hasWon(journeys, user)) wins[number] = (wins[number] ?? 0) + 1
  }
  return { ids: [...numbers.keys()], users: users.slice(0, numbers.size), wins: wins.slice(0, numbers.size) }
}
