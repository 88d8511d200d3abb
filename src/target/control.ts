import { setMaxListeners } from 'node:events'
import { eventId, userId, type EventId, type UserId } from '../booking/event.ts'
import type { LedgerEntry } from '../booking/ledger.ts'
import { MismatchError, TargetError, UsageError } from '../operator/errors.ts'
import type { Answer, Fields, Glimpse, PreparedRequest, Session } from './booking-api.ts'
import { Calls } from './calls.ts'
import { accountValues } from './contract/account-values.ts'
import { Compiler, nobody, placeIn, type ToldContract } from './contract/compile.ts'
import type { CounterDefinition, LedgerDefinition, LookFields, Scope, SqlDefinition } from './contract/definition.ts'
import { glimpseReader } from './contract/glimpse.ts'
import { nodesAt } from './contract/json-path.ts'
import { entriesOf, rowReader, unnamed } from './contract/ledger-rows.ts'
import { maskOf, type Mask } from './contract/mask.ts'
import { minter } from './contract/mint-token.ts'
import { ReadAnswer } from './contract/read-answer.ts'
import { excerpt, takeStep, takeSteps, type Workshop } from './contract/run-steps.ts'
import { readerOf } from './contract/source.ts'
import { lookup, parseTemplate, renderText, textOf } from './contract/template.ts'
import { namesUsers, sendsKeys } from './contract/user-fields.ts'
import { openJar } from './cookie-jar.ts'
import { inLanes } from './lanes.ts'
import { openSql } from './sql/open-sql.ts'
import type { SqlDatabase, SqlRow, SqlStatement } from './sql/sql-database.ts'

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
  /** Is told of each request and its answer. */
  readonly watch?: Workshop['watch']
  /** Is told of each question to a database and the rows that came back. */
  readonly watchRows?: (asked: AskedRows) => void
}

/** A statement as the contract has it, what was bound in it, and what came of it. */
export interface AskedRows {
  readonly query: string
  readonly values: readonly SqlValue[]
  readonly rows: readonly SqlRow[]
}

type SqlValue = SqlStatement['values'][number]

/** What is asked of a target when an event is made for a round. */
export interface EventWish {
  readonly name: string
  readonly capacity: number
  readonly waitlist: boolean
}

/** What a ledger says: its entries, and the event as its own answer showed it, where it did. */
export interface ToldEntries {
  readonly entries: readonly LedgerEntry[]
  readonly event: Glimpse | null
}

/** Calls under way at once where every account takes some of its own. */
const lanesMax = 32

/**
 * The calls that prepare a round and read what became of it, as a contract says them. None of them is part of the
 * measured burst. All throw {UnreachableError} where no answer comes, {AnswerError} where it is a refusal, and
 * {TargetError} where it is not what the contract says.
 */
export class Control {
  readonly #options: ControlOptions
  readonly #compiler: Compiler
  readonly #workshop: Workshop
  readonly #mask: Mask
  readonly #calls: Calls
  readonly #databases = new Map<string, SqlDatabase>()
  /** Entries that an event had before its round, as it was there already. */
  readonly #earlier = new Map<EventId, ReadonlySet<string>>()

  constructor(options: ControlOptions) {
    const { contract, baseUrl, certificate, signal, watch = () => {} } = options
    // Each of the calls under way listens to it.
    if (signal !== undefined) setMaxListeners(0, signal)
    this.#options = options
    this.#compiler = new Compiler(contract, baseUrl)
    this.#mask = maskOf(contract.secrets)
    this.#calls = new Calls({ baseUrl, certificate, atOnce: lanesMax })
    this.#workshop = {
      baseUrl,
      calls: this.#calls,
      mask: this.#mask,
      contractFile: contract.isOwn ? null : contract.file,
      watch,
    }
  }

  /** False where there is a ledger, and it does not say whose its entries are. */
  get namesUsers(): boolean {
    const { ledger } = this.#definition
    return ledger === undefined || namesUsers(ledger)
  }

  /** Whether a booking carries its idempotency key. */
  get sendsKeys(): boolean {
    return sendsKeys(this.#definition.book)
  }

  /** How the ledger names an account, which is the one with this number, from 1. */
  idOf(fields: Fields, number: number): UserId {
    if (!this.namesUsers) return unnamed
    const render = renderText(this.#definition.users.id ?? '{{user.id}}')
    const name = typeof render === 'string' ? render : render({ ...nobody, user: fields })
    return userId(name === '' ? `account ${number}` : name)
  }

  /** Accounts that were brought along, with the fields that the contract gives to every account. */
  completed(rows: readonly Fields[]): readonly Fields[] {
    return rows.map((row, index) => ({ ...accountValues(this.#definition.users, '', index + 1), ...row }))
  }

  /**
   * Makes accounts, as many at once as the target takes.
   * @throws {UsageError} where the contract does not say how
   */
  async createAccounts(count: number, prefix: string): Promise<readonly Fields[]> {
    const { create, values } = this.#definition.users
    if (create === undefined && values === undefined) {
      throw new UsageError(
        `${this.#place('users')}: users has neither create nor values, so accounts have to be brought along: --users-file FILE`,
      )
    }
    const drawn = Array.from({ length: count }, (_, index) => accountValues(this.#definition.users, prefix, index + 1))
    if (create === undefined) return drawn
    if (typeof create === 'function') return create({ count, prefix, send: this.#send })
    const step = this.#compiler.plainStep(
      { ...create, ...(create.each ? { capture: {} } : {}) },
      ['users', 'create'],
      'admin',
    )
    const atOnce = create.atOnce ?? 1
    const batches = Array.from({ length: Math.ceil(count / atOnce) }, (_, index) => index * atOnce)
    const made = await inLanes(batches, lanesMax, async (from) => {
      const batch = Math.min(atOnce, count - from)
      const scope = { ...nobody, count: batch, prefix, number: from + 1, user: drawn[from] ?? {} }
      const { answer, captured } = await takeStep(step, this.#workshop, this.#working(scope))
      return create.each === undefined
        ? [{ ...drawn[from], ...captured }]
        : this.#accountsIn(answer, create.each, batch, drawn.slice(from, from + batch))
    })
    return made.flat()
  }

  /**
   * Signs accounts in, each once.
   * @returns what they book with, in their order
   * @throws {UsageError} where an account lacks what the contract asks for
   */
  async signIn(accounts: readonly Fields[]): Promise<readonly Session[]> {
    const { signIn, jwt, cookies } = this.#definition.users
    const { contract } = this.#options
    const mint = jwt === undefined ? null : minter(jwt, this.#place('users', 'jwt'), contract.file)
    const steps =
      signIn === undefined || typeof signIn === 'function'
        ? []
        : this.#compiler.plainSteps(signIn, ['users', 'signIn'], 'nobody')
    return inLanes(accounts, lanesMax, async (account) => {
      const jar = cookies === true ? openJar(this.#options.baseUrl, null) : null
      let fields = mint === null ? account : { ...account, token: mint({ ...nobody, user: account }) }
      if (typeof signIn === 'function') fields = { ...fields, ...(await signIn({ user: fields, send: this.#send })) }
      for (const step of steps) {
        const working = { ...this.#working({ ...nobody, user: fields, captured: fields }), cookies: jar, hint: null }
        fields = { ...fields, ...(await takeStep(step, this.#workshop, working)).captured }
      }
      return { fields, cookies: jar?.serialised() ?? null }
    })
  }

  /** Whether the target knows somebody; asked with a call that changes nothing, and taken for granted without one. */
  async knows({ fields, cookies }: Session): Promise<boolean> {
    const { probe } = this.#definition.users
    if (probe === undefined) return true
    const step = this.#compiler.plainStep(probe, ['users', 'probe'], 'user')
    const jar = cookies === null ? null : openJar(this.#options.baseUrl, cookies)
    const request = step.prepare({ ...nobody, user: fields }, jar)
    const answer = await this.#calls.send(request, this.#options.signal)
    this.#workshop.watch(step.name, request, answer)
    return answer.status !== 401
  }

  /**
   * Makes an event, or takes the one that the contract names.
   * @returns its fields, `id` among them
   */
  async createEvent(wish: EventWish): Promise<Fields> {
    const { id, create } = this.#definition.event
    const asked: Fields = { ...wish }
    if (id !== undefined) return this.#chosen({ ...asked, id })
    if (create === undefined) {
      throw new UsageError(
        `${this.#place('event')}: event has neither id nor create; allowed is the id of an event, or how one is made`,
      )
    }
    if (typeof create === 'function') return { ...asked, ...(await create({ ...wish, send: this.#send })) }
    const steps = this.#compiler.plainSteps(create, ['event', 'create'], 'admin')
    const captured = await takeSteps(steps, this.#workshop, this.#working({ ...nobody, event: asked }))
    return { ...asked, ...captured }
  }

  /** A look at the event as any visitor takes it; null where the contract knows none that shows what is left. */
  async look(event: Fields): Promise<Glimpse | null> {
    const { look } = this.#definition.event
    if (look === undefined || (look.available === undefined && look.sold === undefined)) return null
    return this.#askGlimpse(look, ['event', 'look'], event, 'nobody')
  }

  /**
   * What the system counts in the end.
   * @throws {TargetError} where the contract knows no counter
   */
  async count(event: Fields): Promise<Glimpse> {
    const { counter } = this.#definition
    if (counter !== undefined) return this.#askCounter(counter, event)
    const glimpse = await this.look(event)
    if (glimpse === null) throw new TargetError(`${this.#options.contract.name} names no counter of seats`)
    return glimpse
  }

  /**
   * Reads the whole ledger of an event, page by page.
   * @throws {TargetError} where the contract knows none
   */
  async readLedger(event: Fields): Promise<ToldEntries> {
    const { ledger } = this.#definition
    if (ledger === undefined) throw new TargetError(`${this.#options.contract.name} names no ledger`)
    const told = await this.#askLedger(ledger, event)
    const earlier = this.#earlier.get(idOf(event))
    return earlier === undefined
      ? told
      : { ...told, entries: told.entries.filter((entry) => !earlier.has(rowOf(entry))) }
  }

  async close(): Promise<void> {
    await Promise.all([this.#calls.close(), ...[...this.#databases.values()].map((database) => database.close())])
  }

  get #definition(): ToldContract['definition'] {
    return this.#options.contract.definition
  }

  readonly #send = async (request: PreparedRequest): Promise<Answer> => {
    const answer = await this.#calls.send(request, this.#options.signal)
    this.#workshop.watch('a function', request, answer)
    return answer
  }

  #place(...path: readonly (string | number)[]): string {
    return placeIn(this.#options.contract, path)
  }

  #working(scope: Scope) {
    const { signal, adminHint = null } = this.#options
    return { scope, cookies: null, signal, hint: adminHint }
  }

  #accountsIn(answer: Answer, each: string, count: number, drawn: readonly Fields[]): readonly Fields[] {
    const { capture = {} } = Object(this.#definition.users.create)
    const rows = nodesAt(each)(new ReadAnswer(answer).json)
    if (rows.length !== count) {
      throw this.#mismatch(
        ['users', 'create', 'each'],
        `${this.#options.baseUrl} made ${rows.length} accounts when asked for ${count}`,
      )
    }
    const readers = Object.entries<Parameters<typeof readerOf>[0]>(capture).map(([name, source]) => ({
      name,
      find: readerOf(source),
    }))
    return rows.map((row, index) => {
      const read = new ReadAnswer({ ...answer, body: JSON.stringify(row) })
      return { ...drawn[index], ...Object.fromEntries(readers.map(({ name, find }) => [name, find(read)])) }
    })
  }

  /** What an event that was there already has in its ledger is nothing that its round sold. */
  async #chosen(event: Fields): Promise<Fields> {
    if (this.#definition.ledger !== undefined) {
      const { entries } = await this.#askLedger(this.#definition.ledger, event)
      this.#earlier.set(idOf(event), new Set(entries.map(rowOf)))
    }
    return event
  }

  async #askGlimpse(
    step: LookFields & Parameters<Compiler['plainStep']>[0],
    path: readonly string[],
    event: Fields,
    as: 'nobody' | 'admin',
  ): Promise<Glimpse> {
    const compiled = this.#compiler.plainStep(step, path, as)
    const working = { ...this.#working({ ...nobody, event }), signal: undefined }
    const { answer } = await takeStep(compiled, this.#workshop, working)
    const glimpse = glimpseReader(step)(new ReadAnswer(answer), event)
    if (glimpse !== null) return glimpse
    throw this.#mismatch(path, `it shows no seats left in ${excerpt(answer, this.#mask) || 'an empty answer'}`)
  }

  async #askCounter(counter: CounterDefinition, event: Fields): Promise<Glimpse> {
    if (typeof counter === 'function') return { version: null, ...(await counter({ event, send: this.#send })) }
    if (!('sql' in counter)) return this.#askGlimpse(counter, ['counter'], event, 'admin')
    const [row] = await this.#askDatabase(counter.sql, event)
    const read = new ReadAnswer(answerOf(row))
    const glimpse = glimpseReader(counter)(read, event)
    if (glimpse !== null) return glimpse
    throw this.#mismatch(
      ['counter'],
      `counter shows no seats left in ${row === undefined ? 'no row' : JSON.stringify(row)}`,
    )
  }

  async #askLedger(ledger: LedgerDefinition, event: Fields): Promise<ToldEntries> {
    if (typeof ledger === 'function') {
      const rows = await ledger({ event, send: this.#send })
      return { entries: rows.flatMap(entriesOf), event: null }
    }
    const readRow = rowReader(ledger, (field, sentence) => {
      throw this.#mismatch(['ledger', field], sentence)
    })
    if ('sql' in ledger) {
      const rows = await this.#askDatabase(ledger.sql, event)
      return { entries: rows.flatMap(readRow), event: null }
    }
    const step = this.#compiler.plainStep(ledger, ['ledger'], 'admin')
    const entries: LedgerEntry[] = []
    const rowsIn = nodesAt(ledger.entries)
    let shown: Glimpse | null = null
    for (const pages = new PageCount(ledger); ;) {
      const scope = { ...nobody, event, page: pages.page }
      const { answer } = await takeStep(step, this.#workshop, { ...this.#working(scope), signal: undefined })
      const read = new ReadAnswer(answer)
      const rows = rowsIn(read.json)
      if (rows.length === 0) this.#checkEmpty(ledger.entries, read)
      entries.push(...rows.flatMap(readRow))
      shown ??= ledger.event === undefined ? null : glimpseReader(ledger.event)(read, event)
      const turned = pages.turn(read, rows.length)
      if (turned === 'end') return { entries, event: shown }
      if (turned === 'circle') {
        throw this.#mismatch(
          ['ledger', 'pages'],
          `the page after ${textOf(pages.page)} of the ledger leads back to itself`,
        )
      }
    }
  }

  /** A list without rows is an empty ledger; no list at all is none. */
  #checkEmpty(path: string, read: ReadAnswer): void {
    const list = path.replace(/\[\*\].*$/, '')
    if (nodesAt(list)(read.json).length > 0) return
    throw this.#mismatch(
      ['ledger', 'entries'],
      `ledger.entries: ${path} matches nothing in what the ledger answered${excerpt(read.answer, this.#mask)}`,
    )
  }

  async #askDatabase({ url, query }: SqlDefinition, event: Fields) {
    const database = this.#databases.get(url) ?? openSql(url)
    this.#databases.set(url, database)
    const { texts, names } = parseTemplate(query)
    const scope = { ...nobody, event }
    const values = names.map((name) => {
      const value = lookup(name)(scope)
      return typeof value === 'number' || typeof value === 'boolean' || value === null ? value : textOf(value)
    })
    const rows = await database.rows({ texts, values })
    this.#options.watchRows?.({ query, values, rows })
    return rows
  }

  #mismatch(path: readonly (string | number)[], sentence: string): TargetError {
    const { contract, baseUrl } = this.#options
    return contract.isOwn
      ? new TargetError(`${baseUrl}: ${sentence}`)
      : new MismatchError(`${this.#place(...path)}: ${sentence}`)
  }
}

const idOf = (event: Fields): EventId => eventId(textOf(event['id']))

const rowOf = ({ kind, reference, version }: LedgerEntry): string => `${kind} ${reference} ${version}`

const answerOf = (row: unknown): Answer => ({
  status: 200,
  header: () => undefined,
  setCookies: () => [],
  body: JSON.stringify(row ?? null),
})

/** Where a reader of a ledger is: by what its pages say, or by counting them. */
class PageCount {
  readonly #next: ReturnType<typeof readerOf> | null
  readonly #step: number | null
  page: unknown

  constructor({ pages }: Extract<LedgerDefinition, { entries: string }>) {
    this.page = pages === undefined ? '' : pages.first
    this.#next = pages?.next === undefined ? null : readerOf(pages.next)
    this.#step = pages === undefined || pages.next !== undefined ? null : (pages.step ?? 1)
  }

  turn(read: ReadAnswer, rows: number): 'next' | 'end' | 'circle' {
    if (this.#next === null && this.#step === null) return 'end'
    if (this.#step !== null) {
      if (rows === 0) return 'end'
      this.page = Number(this.page) + this.#step
      return 'next'
    }
    const next = this.#next?.(read)
    if (next === undefined || next === null || next === '' || next === false || rows === 0) return 'end'
    if (next === this.page) return 'circle'
    this.page = next
    return 'next'
  }
}
