import { eventId, type EventState } from '../booking/event.ts'
import type { Ledger } from '../booking/ledger.ts'
import { AnswerError, UsageError } from '../operator/errors.ts'
import type { RoundPlan } from '../plan/plan.ts'
import type { History } from '../record/history.ts'
import type { Fields, Glimpse } from '../target/booking-api.ts'
import { textOf } from '../target/contract/template.ts'
import type { Control } from '../target/control.ts'
import { latestVersion, ledgerOf, versionBefore } from './gathered-ledger.ts'

/**
 * The event of one round, as the target tells of it. What a target does not tell is filled in so that it accuses nobody: a
 * look without a version is of the moment of the ledger or, without one, of the latest answer.
 */
export class ToldEvent {
  readonly fields: Fields
  readonly #control: Control
  readonly #seen: Omit<EventState, 'version'> & { readonly version: number | null }
  #ledger: Ledger | null = null

  /** @param glimpse what a look at it showed before the first attempt; null where nobody could look */
  constructor(
    control: Control,
    fields: Fields,
    plan: Pick<RoundPlan, 'name' | 'capacity' | 'waitlist'>,
    glimpse: Glimpse | null,
  ) {
    this.fields = fields
    this.#control = control
    const capacity = glimpse?.capacity ?? plan.capacity
    this.#seen = {
      id: eventId(textOf(fields['id'])),
      name: plan.name,
      capacity,
      available: glimpse?.available ?? capacity,
      version: glimpse?.version ?? null,
      waitlist: plan.waitlist,
    }
  }

  /**
   * Makes an event for a round, or takes the one that the contract names, and looks at it.
   * @throws {TargetError} where it cannot be made
   * @throws {UsageError} where the one that is named does not have the seats that the round sells
   */
  static async open(control: Control, plan: RoundPlan): Promise<ToldEvent> {
    const { name, capacity, waitlist } = plan
    const fields = await control.createEvent({ name, capacity, waitlist })
    const glimpse = await control.look(fields).catch((error: unknown) => {
      // Whoever cannot look may book all the same; that nobody could look is told when the round is over.
      if (error instanceof AnswerError) return null
      throw error
    })
    if (control.choosesEvent && glimpse === null) {
      // How many seats it has would only be believed, and whoever sells more than that be accused of it.
      throw new UsageError(
        `event ${textOf(fields['id'])} is there already, and no look shows how many seats it has left; allowed is event.look with available or sold`,
      )
    }
    const left = glimpse?.available ?? capacity
    // Where others hold some already, a burst on the rest would be another experiment; and on none it would prove nothing.
    if (control.choosesEvent && left !== capacity) {
      throw new UsageError(
        `event ${textOf(fields['id'])} has ${left} seats left, and round ${name} sells ${capacity}; allowed is an event with as many left, or --capacity ${Math.max(1, left)}`,
      )
    }
    return new ToldEvent(control, fields, plan, glimpse)
  }

  /** The event as it was before the first attempt, as far as is known by now. */
  get opening(): EventState {
    return { ...this.#seen, version: this.#seen.version ?? versionBefore(this.#ledger) }
  }

  /** @throws {TargetError} where there is none to be read */
  async readLedger(): Promise<Ledger> {
    const { entries, event } = await this.#control.readLedger(this.fields)
    const shown = event === null ? {} : definedIn(event)
    const told = { entries, event: shown }
    this.#ledger = ledgerOf(told, { ...this.#seen, version: this.#seen.version ?? versionBefore(told) })
    return this.#ledger
  }

  /** @throws {TargetError} where there is nobody to ask */
  async readEvent(history: History): Promise<EventState> {
    const { available, capacity, version } = await this.#control.count(this.fields)
    const { opening } = this
    return {
      ...opening,
      capacity: capacity ?? opening.capacity,
      available,
      version: version ?? this.#ledger?.event.version ?? latestVersion(history, opening.version),
    }
  }
}

function definedIn({ available, capacity, version }: Glimpse) {
  return {
    available,
    ...(capacity === undefined ? {} : { capacity }),
    ...(version === null ? {} : { version }),
  }
}
