import { counted } from '../judge/words.ts'
import { UsageError } from '../operator/errors.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Fields } from '../target/booking-api.ts'
import type { Control } from '../target/control.ts'
import type { Account } from '../users/account.ts'
import { chooseAccounts, type BroughtAccounts } from './accounts.ts'
import type { Progress } from './progress.ts'

export interface PurseOptions {
  readonly scenario: Scenario
  /** Null to create accounts in the target. */
  readonly brought: BroughtAccounts | null
  /** Whether they book with the embedded server, whose database can be named. */
  readonly isEmbedded: boolean
  /** Names the run in its accounts, so that runs against one target do not mix. */
  readonly id: string
  readonly progress: Progress
}

/**
 * The accounts that a run books with. Each repetition of the rounds gets its own, created before its clock starts: a
 * limiter that counts what an account did in the last minute would otherwise judge one playing by another. Accounts
 * that were brought along are what they are, and serve every repetition.
 */
export class AccountPurse {
  readonly #options: PurseOptions
  readonly #control: Control
  readonly #accounts = new Map<number, readonly Account[]>()
  #seedMs = 0

  constructor(options: PurseOptions, control: Control) {
    this.#options = options
    this.#control = control
  }

  /** @throws {UsageError} where those that were brought along do not suffice, or are not known to the target */
  async accountsFor(repetition: number): Promise<readonly Account[]> {
    const { brought, progress, scenario } = this.#options
    const key = brought ? 1 : repetition
    const known = this.#accounts.get(key)
    if (known) return known
    const beganMs = performance.now()
    const accounts = await progress.phase(
      brought
        ? `signing ${counted(scenario.accounts, 'account')} in`
        : `seeding ${counted(scenario.accounts, 'account')}`,
      () => (brought ? this.#take(brought) : this.#create(repetition)),
      (all) => {
        const took = `in ${Math.round(performance.now() - beganMs)} ms`
        return `${counted(all.length, 'account')} ${brought ? 'signed in' : 'created'} ${took}`
      },
    )
    this.#seedMs += performance.now() - beganMs
    this.#accounts.set(key, accounts)
    return accounts
  }

  /** What was made, how many different tokens were used, and how long the making took. */
  tally(): { created: number; tokens: number; seedMs: number } {
    const tokens = [...this.#accounts.values()].reduce((sum, accounts) => sum + accounts.length, 0)
    return { created: this.#options.brought ? 0 : tokens, tokens, seedMs: this.#seedMs }
  }

  /** Makes sure that the target knows the accounts, since a burst of refused strangers would prove nothing. */
  async #take(brought: BroughtAccounts): Promise<readonly Account[]> {
    const accounts = await this.#signIn(
      this.#control.completed(chooseAccounts(brought, this.#options.scenario.accounts)),
    )
    const [first] = accounts
    if (!first || (await this.#control.knows(first.session))) return accounts
    throw new UsageError(
      `${brought.file}: the target answers 401 to the first token: its users live in another database${this.#options.isEmbedded ? ' (see --db)' : ''}, or their tokens have expired`,
    )
  }

  async #create(repetition: number): Promise<readonly Account[]> {
    const { scenario, id } = this.#options
    return this.#signIn(await this.#control.createAccounts(scenario.accounts, `user-${id}-${repetition}`))
  }

  async #signIn(fields: readonly Fields[]): Promise<readonly Account[]> {
    const sessions = await this.#control.signIn(fields)
    return sessions.map((session, index) => ({ id: this.#control.idOf(session.fields, index + 1), session }))
  }
}
