import { setMaxListeners } from 'node:events'
import type { UserId } from '../booking/event.ts'
import type { Fields, Glimpse, Session } from './booking-api.ts'
import { Calls } from './calls.ts'
import type { ToldContract } from './contract/compile.ts'
import { namesUsers, sendsKeys } from './contract/user-fields.ts'
import { Accounts, lanesMax } from './control/accounts.ts'
import { Databases, type AskedRows } from './control/databases.ts'
import { Events, type EventWish } from './control/events.ts'
import { Ledgers, type ToldEntries } from './control/ledgers.ts'
import { Workshop, type Watch } from './control/workshop.ts'

export interface ControlOptions {
  readonly contract: ToldContract
  /** Where the API starts, such as `http://127.0.0.1:3000/api/v1`. */
  readonly baseUrl: string
  /** The one certificate to trust, as PEM, instead of the usual authorities. */
  readonly certificate?: string | null
  /** Ends the calls that prepare a round; what was played can still be read back after it. */
  readonly signal?: AbortSignal
  /** What to do where the target does not take the credentials of the operator; null where nothing is known. */
  readonly adminHint?: string | null
  readonly watch?: Watch
  /** Is told of each question to a database, and of the rows that came back. */
  readonly watchRows?: (asked: AskedRows) => void
}

/**
 * The calls that prepare a round and read what became of it, as a contract says them. None of them is part of the
 * measured burst. All throw {UnreachableError} where no answer comes, {AnswerError} where it is a refusal, and
 * {TargetError} where it is not what the contract says.
 */
export class Control {
  readonly #contract: ToldContract
  readonly #calls: Calls
  readonly #databases: Databases
  readonly #accounts: Accounts
  readonly #events: Events
  readonly #ledgers: Ledgers

  constructor({ watch = () => {}, watchRows = () => {}, adminHint = null, ...options }: ControlOptions) {
    const { contract, baseUrl, certificate, signal } = options
    // Each of the calls under way listens to it.
    if (signal !== undefined) setMaxListeners(0, signal)
    this.#contract = contract
    this.#calls = new Calls({ baseUrl, certificate, atOnce: lanesMax })
    const workshop = new Workshop({ contract, baseUrl, calls: this.#calls, signal, adminHint, watch })
    this.#databases = new Databases(watchRows)
    this.#accounts = new Accounts(workshop)
    this.#events = new Events(workshop, this.#databases)
    this.#ledgers = new Ledgers(workshop, this.#databases)
  }

  /** False where there is a ledger, and it does not say whose its entries are. */
  get namesUsers(): boolean {
    const { ledger } = this.#contract.definition
    return ledger === undefined || namesUsers(ledger)
  }

  /** Whether a booking carries its idempotency key. */
  get sendsKeys(): boolean {
    return sendsKeys(this.#contract.definition.book)
  }

  /** Whether rounds are played on an event that is there already. */
  get choosesEvent(): boolean {
    return this.#contract.definition.event.id !== undefined
  }

  /** How the ledger names an account, which is the one with this number, from 1. */
  idOf(fields: Fields, number: number): UserId {
    return this.#accounts.idOf(fields, number)
  }

  /** Accounts that were brought along, with the fields that the contract gives to every account. */
  completed(rows: readonly Fields[]): readonly Fields[] {
    return this.#accounts.completed(rows)
  }

  /** @throws {UsageError} where the contract does not say how accounts are made */
  createAccounts(count: number, prefix: string): Promise<readonly Fields[]> {
    return this.#accounts.create(count, prefix)
  }

  /** Signs accounts in, each once. @returns what they book with, in their order */
  signIn(accounts: readonly Fields[]): Promise<readonly Session[]> {
    return this.#accounts.signIn(accounts)
  }

  /** Whether the target knows somebody; taken for granted where there is no way to ask. */
  knows(session: Session): Promise<boolean> {
    return this.#accounts.knows(session)
  }

  /**
   * Makes an event, or takes the one that the contract names.
   * @returns its fields, `id` among them
   * @throws {UsageError} where the contract says neither
   */
  async createEvent(wish: EventWish): Promise<Fields> {
    const event = await this.#events.open(wish)
    if (this.choosesEvent) await this.#ledgers.leaveOutEarlier(event)
    return event
  }

  /** A look at the event as any visitor takes it; null where the contract knows none that shows what is left. */
  look(event: Fields): Promise<Glimpse | null> {
    return this.#events.look(event)
  }

  /** What the system counts in the end. */
  count(event: Fields): Promise<Glimpse> {
    return this.#events.count(event)
  }

  /** Reads the whole ledger of an event, page by page. */
  readLedger(event: Fields): Promise<ToldEntries> {
    return this.#ledgers.read(event)
  }

  async close(): Promise<void> {
    await Promise.all([this.#calls.close(), this.#databases.close()])
  }
}
