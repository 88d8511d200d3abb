import { counted } from '../judge/words.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { Control } from '../target/control.ts'
import type { Account } from '../users/account.ts'
import { checkKnown, chooseAccounts, type BroughtAccounts } from './accounts.ts'
import type { Progress } from './progress.ts'

export interface PurseOptions {
  readonly scenario: Scenario
  /** Null to create accounts in the target. */
  readonly brought: BroughtAccounts | null
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
    const key = this.#options.brought ? 1 : repetition
    const known = this.#accounts.get(key)
    if (known) return known
    const accounts = await (this.#options.brought ? this.#check(this.#options.brought) : this.#create(repetition))
    this.#accounts.set(key, accounts)
    return accounts
  }

  /** What was made, how many different tokens were used, and how long the making took. */
  tally(): { created: number; tokens: number; seedMs: number } {
    const tokens = [...this.#accounts.values()].reduce((sum, accounts) => sum + accounts.length, 0)
    return { created: this.#options.brought ? 0 : tokens, tokens, seedMs: this.#seedMs }
  }

  async #check(brought: BroughtAccounts): Promise<readonly Account[]> {
    const accounts = chooseAccounts(brought, this.#options.scenario.accounts)
    await checkKnown(brought.file, accounts, this.#control)
    return accounts
  }

  async #create(repetition: number): Promise<readonly Account[]> {
    const { scenario, id, progress } = this.#options
    const beganMs = performance.now()
    const accounts = await progress.phase(
      `seeding ${counted(scenario.accounts, 'account')}`,
      () => this.#control.createAccounts(scenario.accounts, `user-${id}-${repetition}`),
      (made) => `${counted(made.length, 'account')} created in ${Math.round(performance.now() - beganMs)} ms`,
    )
    this.#seedMs += performance.now() - beganMs
    return accounts
  }
}
