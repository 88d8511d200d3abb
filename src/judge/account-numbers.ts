import type { UserId } from '../booking/event.ts'
import type { RoundFacts } from './facts.ts'
import { TextNumbers } from './text-numbers.ts'

const known = new WeakMap<RoundFacts, AccountNumbers>()

/** The accounts of a round, numbered when somebody first asks for them. */
export function accountNumbersOf(facts: RoundFacts): AccountNumbers {
  const numbers = known.get(facts) ?? new AccountNumbers(facts)
  known.set(facts, numbers)
  return numbers
}

/** The accounts of all who asked for anything, by number: who shares one is known without comparing names again. */
export class AccountNumbers {
  readonly #numbers = new TextNumbers<UserId>()
  readonly #ofUser: Uint32Array

  constructor({ history: { user: users }, accountOf }: RoundFacts) {
    // Counted from 1, so that 0 is whoever was not met yet.
    this.#ofUser = new Uint32Array(users.reduce((most, user) => Math.max(most, user + 1), 0))
    for (const user of users) {
      if (this.#ofUser[user] === 0) this.#ofUser[user] = this.#numbers.numberOf(accountOf(user)) + 1
    }
  }

  get count(): number {
    return this.#numbers.size
  }

  /** By number. */
  get accounts(): readonly UserId[] {
    return this.#numbers.texts
  }

  ofUser(user: number): number {
    return (this.#ofUser[user] ?? 0) - 1
  }

  /** @returns undefined of an account that nobody asked from */
  of(account: UserId): number | undefined {
    return this.#numbers.find(account)
  }
}
