import { userId, type UserId } from '../../booking/event.ts'
import { didYouMean } from '../../operator/did-you-mean.ts'
import { UsageError } from '../../operator/errors.ts'
import type { Answer, Fields, Session } from '../booking-api.ts'
import { accountValues } from '../contract/account-values.ts'
import { nobody } from '../contract/compile.ts'
import type { CreateUsers, JwtDefinition, UsersDefinition } from '../contract/definition.ts'
import { rowsAt } from '../contract/json-path.ts'
import { unnamed } from '../../booking/ledger.ts'
import type { Mint } from '../contract/mint-token.ts'
import { ReadAnswer } from '../contract/read-answer.ts'
import { readerOf } from '../contract/source.ts'
import { namesIn, renderText } from '../contract/template.ts'
import { askedOfUsers, namesUsers } from '../contract/user-fields.ts'
import { inLanes } from '../lanes.ts'
import type { Workshop } from './workshop.ts'

/** Calls under way at once where every account takes some of its own. */
export const lanesMax = 32

/** The accounts of a target, as its contract says: how they are made, signed in and named. */
export class Accounts {
  readonly #workshop: Workshop

  constructor(workshop: Workshop) {
    this.#workshop = workshop
  }

  /** How the ledger names an account, which is the one with this number, from 1. */
  idOf(fields: Fields, number: number): UserId {
    const { ledger, users } = this.#workshop.contract.definition
    if (ledger !== undefined && !namesUsers(ledger)) return unnamed
    const render = renderText(users.id ?? '{{user.id}}')
    const name = typeof render === 'string' ? render : render({ ...nobody, user: fields })
    return userId(name === '' ? `account ${number}` : name)
  }

  /** Accounts that were brought along, with the fields that the contract gives to every account alike. */
  completed(rows: readonly Fields[]): readonly Fields[] {
    const given = Object.entries(this.#users.values ?? {}).filter(([, value]) => namesIn(value).length === 0)
    return rows.map((row) => ({ ...Object.fromEntries(given), ...row }))
  }

  /**
   * Makes accounts, as many at once as the target takes.
   * @throws {UsageError} where the contract does not say how
   */
  async create(count: number, prefix: string): Promise<readonly Fields[]> {
    const { create, values } = this.#users
    if (create === undefined && values === undefined) {
      throw new UsageError(
        `${this.#workshop.place('users')}: users has neither create nor values, so accounts have to be brought along: --users-file FILE`,
      )
    }
    const drawn = Array.from({ length: count }, (_, index) => accountValues(this.#users, prefix, index + 1))
    if (create === undefined) return drawn
    if (typeof create === 'function') {
      const { send } = this.#workshop
      return this.#enough(await this.#workshop.call('users.create', () => create({ count, prefix, send })), count)
    }
    const atOnce = create.atOnce ?? 1
    const batches = Array.from({ length: Math.ceil(count / atOnce) }, (_, index) => index * atOnce)
    const made = await inLanes(batches, lanesMax, (from) =>
      this.#createBatch(create, { prefix, number: from + 1, drawn: drawn.slice(from, from + atOnce) }),
    )
    return made.flat()
  }

  /**
   * Signs accounts in, each once.
   * @returns what they book with, in their order
   */
  async signIn(accounts: readonly Fields[]): Promise<readonly Session[]> {
    const { compiler, contract, baseUrl } = this.#workshop
    const { signIn, jwt, cookies } = this.#users
    const mint = jwt === undefined ? null : await this.#minter(jwt, contract.file)
    // Most targets have no use for it, and it takes a while to load.
    const { openJar } = cookies === true ? await import('../cookie-jar.ts') : { openJar: null }
    const steps =
      signIn === undefined || typeof signIn === 'function'
        ? []
        : compiler.plainSteps(signIn, ['users', 'signIn'], 'nobody')
    return inLanes(accounts, lanesMax, async (account) => {
      const jar = openJar?.(baseUrl, null) ?? null
      let fields = mint === null ? account : { ...account, token: mint({ ...nobody, user: account }) }
      if (typeof signIn === 'function') {
        const user = fields
        const { send } = this.#workshop
        fields = { ...user, ...(await this.#workshop.call('users.signIn', () => signIn({ user, send }))) }
      }
      for (const step of steps) {
        const scope = { ...nobody, user: fields, captured: fields }
        fields = { ...fields, ...(await this.#workshop.take(step, { scope, cookies: jar, byAdmin: false })).captured }
      }
      this.#requireFields(fields)
      return { fields, cookies: jar?.serialised() ?? null }
    })
  }

  /** What an account does not have would be sent as nothing, and nobody would know why it is a stranger. */
  #requireFields(fields: Fields): void {
    for (const [field, path] of askedOfUsers(this.#workshop.contract.definition)) {
      if (fields[field] !== undefined && fields[field] !== null) continue
      const known = Object.keys(fields)
      throw this.#workshop.mismatch(
        path,
        `${path.join('.')} asks for {{user.${field}}}${didYouMean(field, known)}, and an account has ${known.join(', ') || 'no field'}`,
      )
    }
  }

  /** Whether the target knows somebody; asked with a call that changes nothing, and taken for granted without one. */
  async knows({ fields, cookies }: Session): Promise<boolean> {
    const { probe } = this.#users
    if (probe === undefined) return true
    const { compiler, baseUrl } = this.#workshop
    const step = compiler.plainStep(probe, ['users', 'probe'], 'user')
    const jar = cookies === null ? null : (await import('../cookie-jar.ts')).openJar(baseUrl, cookies)
    const { status } = await this.#workshop.ask(step.name, step.prepare({ ...nobody, user: fields }, jar))
    return status !== 401
  }

  get #users(): UsersDefinition {
    return this.#workshop.contract.definition.users
  }

  async #minter(jwt: JwtDefinition, file: string): Promise<Mint> {
    const { minter } = await import('../contract/mint-token.ts')
    return minter(jwt, this.#workshop.place('users', 'jwt'), file)
  }

  /** @param batch the number of its first account, and the fields that its accounts are given */
  async #createBatch(
    create: CreateUsers,
    { prefix, number, drawn }: { prefix: string; number: number; drawn: readonly Fields[] },
  ): Promise<readonly Fields[]> {
    const isOne = create.each === undefined
    // What is captured of several stands in each of them, and not in the answer.
    const definition = isOne ? create : { ...create, capture: {} }
    const step = this.#workshop.compiler.plainStep(definition, ['users', 'create'], 'admin')
    const scope = { ...nobody, count: drawn.length, prefix, number, user: drawn[0] ?? {} }
    const { answer, captured } = await this.#workshop.take(step, { scope })
    return isOne ? [{ ...drawn[0], ...captured }] : this.#accountsIn(answer, create, drawn)
  }

  #accountsIn(answer: Answer, { each = '$', capture = {} }: CreateUsers, drawn: readonly Fields[]): readonly Fields[] {
    const rows = this.#enough(rowsAt(each)(new ReadAnswer(answer).json), drawn.length)
    const readers = Object.entries(capture).map(([name, source]) => ({ name, find: readerOf(source) }))
    return rows.map((row, index) => {
      const read = new ReadAnswer(answer, row)
      return { ...drawn[index], ...Object.fromEntries(readers.map(({ name, find }) => [name, find(read)])) }
    })
  }

  #enough<Account>(made: readonly Account[], count: number): readonly Account[] {
    // A function may have returned anything.
    if (!Array.isArray(made) || made.some((account) => typeof account !== 'object' || account === null)) {
      throw this.#workshop.mismatch(['users', 'create'], 'users.create returned no list of accounts; allowed is one')
    }
    if (made.length === count) return made
    throw this.#workshop.mismatch(
      ['users', 'create', 'each'],
      `${this.#workshop.baseUrl} made ${made.length} accounts when asked for ${count}`,
    )
  }
}
