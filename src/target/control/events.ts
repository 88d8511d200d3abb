import { TargetError, UsageError } from '../../operator/errors.ts'
import type { Answer, Fields, Glimpse } from '../booking-api.ts'
import { nobody } from '../contract/compile.ts'
import type { CounterDefinition, LookFields, StepDefinition } from '../contract/definition.ts'
import { glimpseReader, showsSeats } from '../contract/glimpse.ts'
import { ReadAnswer } from '../contract/read-answer.ts'
import { textOf } from '../contract/template.ts'
import type { Databases } from './databases.ts'
import type { Workshop } from './workshop.ts'

/** What is asked of a target when an event is made for a round. */
export interface EventWish {
  readonly name: string
  readonly capacity: number
  readonly waitlist: boolean
}

/** The events of a target, as its contract says: how one is made, looked at and counted. */
export class Events {
  readonly #workshop: Workshop
  readonly #databases: Databases

  constructor(workshop: Workshop, databases: Databases) {
    this.#workshop = workshop
    this.#databases = databases
  }

  /**
   * Makes an event, or takes the one that the contract names.
   * @returns its fields, `id` among them
   */
  async open(wish: EventWish): Promise<Fields> {
    const { id, create } = this.#workshop.contract.definition.event
    const asked: Fields = { ...wish }
    if (id !== undefined) return { ...asked, id }
    if (create === undefined) {
      throw new UsageError(
        `${this.#workshop.place('event')}: event has neither id nor create; allowed is the id of an event, or how one is made`,
      )
    }
    if (typeof create === 'function') {
      const { send } = this.#workshop
      const made: Fields = { ...(await this.#workshop.call('event.create', () => create({ ...wish, send }))) }
      if (textOf(made['id']) !== '') return { ...asked, ...made }
      throw this.#workshop.mismatch(
        ['event', 'create'],
        'event.create returned no id; allowed is an object with the id of the event',
      )
    }
    const steps = this.#workshop.compiler.plainSteps(create, ['event', 'create'], 'admin')
    return { ...asked, ...(await this.#workshop.takeAll(steps, { ...nobody, event: asked })) }
  }

  /** A look at the event as any visitor takes it; null where the contract knows none that shows what is left. */
  async look(event: Fields): Promise<Glimpse | null> {
    const { look } = this.#workshop.contract.definition.event
    if (look === undefined || !showsSeats(look)) return null
    return this.#ask(look, ['event', 'look'], event, 'nobody')
  }

  /**
   * What the system counts in the end.
   * @throws {TargetError} where the contract knows no counter
   */
  async count(event: Fields): Promise<Glimpse> {
    const { definition, name } = this.#workshop.contract
    if (definition.counter !== undefined) return this.#askCounter(definition.counter, event)
    const glimpse = await this.look(event)
    if (glimpse === null) throw new TargetError(`${name} names no counter of seats`)
    return glimpse
  }

  async #ask(
    step: LookFields & StepDefinition,
    path: readonly string[],
    event: Fields,
    as: 'nobody' | 'admin',
  ): Promise<Glimpse> {
    const compiled = this.#workshop.compiler.plainStep(step, path, as)
    const { answer } = await this.#workshop.take(compiled, {
      scope: { ...nobody, event },
      byAdmin: as === 'admin',
      goesOn: true,
    })
    const glimpse = glimpseReader(step)(new ReadAnswer(answer), event)
    if (glimpse !== null) return glimpse
    throw this.#workshop.mismatch(path, `it shows no seats left${this.#workshop.excerpt(answer)}`)
  }

  async #askCounter(counter: CounterDefinition, event: Fields): Promise<Glimpse> {
    if (typeof counter === 'function') {
      const { send } = this.#workshop
      const told: unknown = await this.#workshop.call('counter', () => counter({ event, send }))
      const glimpse = glimpseReader(plainFields)(new ReadAnswer(answerOf(told)), event)
      if (glimpse !== null) return glimpse
      throw this.#workshop.mismatch(
        ['counter'],
        'counter returned no whole number as available; allowed is { available, version, capacity }',
      )
    }
    if (!('sql' in counter)) return this.#ask(counter, ['counter'], event, 'admin')
    const [row] = await this.#databases.rows(counter.sql, event)
    const answer = answerOf(row)
    const glimpse = glimpseReader(counter)(new ReadAnswer(answer), event)
    if (glimpse !== null) return glimpse
    throw this.#workshop.mismatch(['counter'], `it shows no seats left${this.#workshop.excerpt(answer)}`)
  }
}

/** How a function tells what is left; JavaScript may tell anything, so it is read as an answer is. */
const plainFields = { available: '$.available', capacity: '$.capacity', version: '$.version' }

/** A row of a database, to be read as if somebody had answered it. */
const answerOf = (row: unknown): Answer => ({
  status: 200,
  header: () => undefined,
  setCookies: () => [],
  body: JSON.stringify(row ?? null),
  isWhole: true,
})
