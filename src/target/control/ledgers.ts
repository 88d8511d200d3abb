import { eventId, type EventId } from '../../booking/event.ts'
import type { LedgerEntry } from '../../booking/ledger.ts'
import { AnswerError, TargetError } from '../../operator/errors.ts'
import type { Answer, Fields, Glimpse } from '../booking-api.ts'
import { nobody } from '../contract/compile.ts'
import type { LedgerDefinition, Scope } from '../contract/definition.ts'
import { glimpseReader } from '../contract/glimpse.ts'
import { nodesAt, rowsAt } from '../contract/json-path.ts'
import { rowReader, rowTest, toldRows, type ComplainOfRow, type RowReader } from '../contract/ledger-rows.ts'
import { ReadAnswer } from '../contract/read-answer.ts'
import type { Step } from '../contract/step.ts'
import { textOf } from '../contract/template.ts'
import type { Databases } from './databases.ts'
import { PageTurner } from './page-turner.ts'
import type { Workshop } from './workshop.ts'

/** What a ledger says: its entries, and the event as its own answer showed it, where it did. */
export interface ToldEntries {
  readonly entries: readonly LedgerEntry[]
  readonly event: Glimpse | null
}

type PagedLedger = Extract<LedgerDefinition, { entries: string }>

/** The ledgers of a target's events, as its contract says. */
export class Ledgers {
  readonly #workshop: Workshop
  readonly #databases: Databases
  /** Entries that an event had before its round, as it was there already. */
  readonly #earlier = new Map<EventId, ReadonlySet<string>>()

  constructor(workshop: Workshop, databases: Databases) {
    this.#workshop = workshop
    this.#databases = databases
  }

  /** What an event that was there already has in its ledger is nothing that its round sold. */
  async leaveOutEarlier(event: Fields): Promise<void> {
    const { ledger } = this.#workshop.contract.definition
    if (ledger === undefined) return
    const { entries } = await this.#ask(ledger, event)
    this.#earlier.set(idOf(event), new Set(entries.map(rowOf)))
  }

  /**
   * Reads the whole ledger of an event, page by page.
   * @throws {TargetError} where the contract knows none
   */
  async read(event: Fields): Promise<ToldEntries> {
    const { definition, name } = this.#workshop.contract
    if (definition.ledger === undefined) throw new TargetError(`${name} names no ledger`)
    const told = await this.#ask(definition.ledger, event)
    const earlier = this.#earlier.get(idOf(event))
    return earlier === undefined
      ? told
      : { ...told, entries: told.entries.filter((entry) => !earlier.has(rowOf(entry))) }
  }

  async #ask(ledger: LedgerDefinition, event: Fields): Promise<ToldEntries> {
    const complain: ComplainOfRow = (field, sentence) => {
      throw this.#workshop.mismatch(['ledger', field], sentence)
    }
    if (typeof ledger === 'function') {
      const { send } = this.#workshop
      const rows = await this.#workshop.call('ledger', () => ledger({ event, send }))
      return { entries: toldRows(rows, complain), event: null }
    }
    const readRow = rowReader(ledger, complain)
    const isMeant = rowTest(ledger)
    const readOwn: RowReader = (row) => (isMeant(row, { ...nobody, event }) ? readRow(row) : [])
    if (!('sql' in ledger)) return this.#readPages(ledger, readOwn, event)
    const rows = await this.#databases.rows(ledger.sql, event)
    return { entries: rows.flatMap(readOwn), event: null }
  }

  async #readPages(ledger: PagedLedger, readRow: RowReader, event: Fields): Promise<ToldEntries> {
    const step = this.#workshop.compiler.plainStep(ledger, ['ledger'], 'admin')
    const rowsIn = rowsAt(ledger.entries)
    const glimpse = ledger.event === undefined ? null : glimpseReader(ledger.event)
    const pages = new PageTurner(ledger.pages)
    const entries: LedgerEntry[] = []
    let shown: Glimpse | null = null
    for (;;) {
      const scope = { ...nobody, event, page: pages.page }
      const answer = await this.#page(step, scope, pages)
      if (answer === null) return { entries, event: shown }
      const read = new ReadAnswer(answer)
      const rows = rowsIn(read.json)
      if (rows.length === 0) this.#checkEmpty(ledger.entries, read)
      for (const row of rows) entries.push(...readRow(row))
      // A later page was read later, and what it shows of the event is newer than the entries before it.
      shown ??= glimpse?.(read, event) ?? null
      const turned = pages.turn(read, rows)
      if (turned === 'end') return { entries, event: shown }
      if (turned === 'circle') {
        throw this.#workshop.mismatch(
          ['ledger', 'pages'],
          `the page after ${textOf(pages.page)} of the ledger leads back to itself`,
        )
      }
    }
  }

  /** @returns null where there is no such page, which is how some say that the one before it was the last */
  async #page(step: Step<string>, scope: Scope, { isBeyondFirst }: PageTurner): Promise<Answer | null> {
    try {
      return (await this.#workshop.take(step, { scope, goesOn: true })).answer
    } catch (error) {
      if (error instanceof AnswerError && error.status === 404 && isBeyondFirst) return null
      throw error
    }
  }

  /** A list without rows is an empty ledger; no list at all is none. */
  #checkEmpty(path: string, read: ReadAnswer): void {
    const list = path.replace(/\[\*\].*$/, '')
    if (nodesAt(list)(read.json).length > 0) return
    throw this.#workshop.mismatch(
      ['ledger', 'entries'],
      `ledger.entries: ${path} matches nothing in what the ledger answered${this.#workshop.excerpt(read.answer)}`,
    )
  }
}

const idOf = (event: Fields): EventId => eventId(textOf(event['id']))

const rowOf = ({ kind, reference, version }: LedgerEntry): string => `${kind} ${reference} ${version}`
