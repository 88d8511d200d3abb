import type { CancelOutcome } from '../booking/cancellation.ts'
import type { Reference } from '../booking/event.ts'
import type { Outcome } from '../booking/outcome.ts'
import type { RoundFacts } from '../judge/facts.ts'
import { AnswerError } from '../operator/errors.ts'
import { chooseAccounts, type BroughtAccounts } from '../run/accounts.ts'
import type { RunningTarget } from '../run/running-target.ts'
import { ToldEvent } from '../run/told-event.ts'
import type { BookingApi, Fields, Glimpse, SignedIn } from '../target/booking-api.ts'
import { Calls } from '../target/calls.ts'
import { accountValues } from '../target/contract/account-values.ts'
import { bookingApi } from '../target/contract/compile.ts'
import type { ContractDefinition } from '../target/contract/definition.ts'
import { showsSeats } from '../target/contract/glimpse.ts'
import type { ReadStep } from '../target/contract/step-reading.ts'
import { Control } from '../target/control.ts'
import type { Account } from '../users/account.ts'
import { ComparedSources, type Attempted } from './compared-sources.ts'
import { contractSteps, type ContractSteps } from './contract-steps.ts'
import { Diary, type Stage } from './diary.ts'
import { Findings } from './findings.ts'
import { LedCalls, remark } from './led-calls.ts'
import { lacksSomething, openingMistake, seatsMistake, unrecognised, type Wanted } from './mismatches.ts'
import { Seen, type Timing } from './seen.ts'
import { SourceReader } from './source-reader.ts'
import { cancelOutcomeText, glimpseText, outcomeText } from './words.ts'

export interface WalkOptions {
  readonly target: RunningTarget
  /** Null to create an account in the target. */
  readonly brought: BroughtAccounts | null
  /** Names the walk in its account and its idempotency key. */
  readonly id: string
  /** How long what was promised may take to show before it counts as missing. */
  readonly settleMs: number
  readonly signal: AbortSignal
}

/** After a booking no two of its numbers are the same: a version of 2, and 6 seats left of 7. */
const eventWish = { name: 'bookload-check', capacity: 7, waitlist: false } as const

/** One user, led through a contract step by step: what is sent is what a run would send, with nobody to race. */
export class Walk {
  readonly diary = new Diary()
  readonly findings: Findings
  readonly notes: string[] = []
  /** All that was known of the account, as it came to be known. */
  readonly accounts: Fields[] = []
  /** What the judge would have, once a seat was booked; null where it did not come to that. */
  facts: RoundFacts | null = null
  /** And in the end. */
  closing: RoundFacts | null = null

  readonly #options: WalkOptions
  readonly #definition: ContractDefinition
  readonly #steps: ContractSteps
  readonly #control: Control
  readonly #api: BookingApi
  readonly #calls: Calls
  readonly #led: LedCalls
  readonly #sources: SourceReader

  constructor(options: WalkOptions) {
    const { target, signal } = options
    this.#options = options
    this.#definition = target.contract.definition
    this.#steps = contractSteps(this.#definition)
    this.findings = new Findings(target.contract)
    const { watch, watchRows } = this.diary
    this.#control = new Control({ ...target, signal, watch, watchRows })
    this.#api = bookingApi(target.contract, target.baseUrl)
    this.#calls = new Calls({ ...target, atOnce: 1 })
    this.#led = new LedCalls({ calls: this.#calls, diary: this.diary, findings: this.findings, signal })
    this.#sources = new SourceReader({ ...options, diary: this.diary, findings: this.findings, steps: this.#steps })
  }

  /** Why the ledger could not be read, although the contract has one; null where it could. */
  get unread(): string | null {
    return this.#sources.unread
  }

  /**
   * Goes as far as the contract leads.
   * @throws {TargetError} where nobody answers, or somebody refuses what prepares a booking
   */
  async go(): Promise<void> {
    const account = await this.#enter()
    if (account === null) return
    const visit = await this.#visit(account)
    if (visit === null) return
    const references = await this.#book(visit)
    const given = await this.#cancel(visit, references)
    if (given === null) return
    const sources = await this.#sources.read(visit, ' again')
    this.closing = visit.seen.facts(visit.event, sources)
    if (this.facts !== null) visit.compared.takeReturn(this.facts, sources, references, given)
  }

  async close(): Promise<void> {
    await Promise.all([this.#control.close(), this.#calls.close()])
  }

  async #enter(): Promise<Account | null> {
    const { brought, id } = this.#options
    const { users } = this.#definition
    const prefix = `check-${id}`
    this.accounts.push(accountValues(users, prefix, 1))
    const made = await this.#led.take('account', this.#steps.account, () =>
      brought === null
        ? this.#control.createAccounts(1, prefix)
        : Promise.resolve(this.#control.completed(chooseAccounts(brought, 1))),
    )
    if (made === null) return null
    this.accounts.push(...made.value)
    if (brought !== null) remark(made.stage, `the first row of ${brought.file}`)
    const signedIn = await this.#led.take('sign-in', this.#steps.signIn, () => this.#control.signIn(made.value))
    const [session] = signedIn?.value ?? []
    if (session === undefined) return null
    this.accounts.push(session.fields)
    const account = { id: this.#control.idOf(session.fields, 1), session }
    if (users.probe !== undefined) await this.#probe(account)
    return account
  }

  async #probe({ session }: Account): Promise<void> {
    const probed = await this.#led.take('probe', this.#steps.probe, () => this.#control.knows(session))
    const call = probed?.stage.calls.at(-1)
    if (probed === null || call?.kind !== 'request') return
    const { status } = call.answer
    // A call that changes nothing is often one that asks for what is not there: what tells a stranger is 401 alone.
    if (status !== 401) return remark(probed.stage, `the account is known: it was answered ${status}, and not 401`)
    const sentence =
      'users.probe was answered 401, so the account is not known; allowed is any other answer to who is signed in'
    this.findings.add({ path: ['users', 'probe'], sentence }, probed.stage)
  }

  /** An event to book, and a look at it. */
  async #visit(account: Account): Promise<Visit | null> {
    const {
      event: { id },
    } = this.#definition
    // Of an event that is there already, the ledger is read: what it has by now is nobody's of this walk.
    const steps = id === undefined ? this.#steps.event : this.#steps.ledger
    const opened = await this.#led.take('event', steps, () => this.#control.createEvent(eventWish))
    if (opened === null) return null
    const fields = opened.value
    if (id !== undefined) remark(opened.stage, `event ${id}, which was there already`)
    const looked = await this.#look(fields)
    const { counter } = this.#definition
    const shown =
      counter === undefined
        ? looked
        : await this.#glimpse('counter', this.#steps.counter, () => this.#control.count(fields))
    const event = new ToldEvent(this.#control, fields, eventWish, looked?.glimpse ?? null)
    const key = this.#control.sendsKeys ? `${this.#options.id}-0-0-0` : null
    const seen = new Seen(performance.now(), { account: account.id, key, mayHold: this.#api.mayHold })
    if (looked !== null) seen.look(looked.glimpse, looked.timing)
    const [user] = await this.#api.signIn([account.session])
    if (user === undefined) throw new TypeError('an account that was signed in can book')
    const compared = new ComparedSources({
      definition: this.#definition,
      diary: this.diary,
      findings: this.findings,
      opening: shown?.glimpse ?? null,
      mayHold: this.#api.mayHold,
    })
    return { account, user, event, compared, key, seen }
  }

  async #look(event: Fields): Promise<Looked | null> {
    const { look, id } = this.#definition.event
    if (look === undefined || !showsSeats(look)) return null
    const looked = await this.#glimpse('look', this.#steps.look, () => this.#control.look(event))
    if (looked === null || id !== undefined) return looked
    const mistake = openingMistake(this.#definition, looked.glimpse, eventWish.capacity)
    if (mistake !== null) this.findings.add(mistake, looked.stage)
    return looked
  }

  async #glimpse(
    title: 'look' | 'counter',
    steps: readonly ReadStep[],
    ask: () => Promise<Glimpse | null>,
  ): Promise<Looked | null> {
    const sentMs = performance.now()
    const path = title === 'look' ? ['event', 'look'] : ['counter']
    const asked = await this.#led.take(
      title,
      steps,
      () =>
        ask().catch((error: unknown) => {
          if (!(error instanceof AnswerError)) throw error
          // Whoever cannot look may book all the same.
          const sentence = `${path.join('.')} was answered ${error.status}; allowed is a call that shows what is left`
          this.findings.add({ path, sentence }, this.diary.stages.at(-1) ?? null)
          return null
        }),
      { source: 'counter' },
    )
    if (asked === null || asked.value === null) return null
    remark(asked.stage, glimpseText(asked.value))
    return { glimpse: asked.value, stage: asked.stage, timing: { sentMs, endedMs: performance.now() } }
  }

  /** @returns what was booked, and is in the ledger or was told */
  async #book(visit: Visit): Promise<readonly Reference[]> {
    const first = await this.#attempt(visit, 'booking', 1)
    const { outcome } = first
    this.#checkBooked(first)
    const sources = await this.#sources.read(visit, '')
    this.facts = visit.seen.facts(visit.event, sources)
    this.closing = this.facts
    const wanted: Wanted = {
      reference: outcome.kind === 'booked' ? outcome.reference : null,
      account: visit.account.id,
      key: visit.key,
      settleMs: this.#options.settleMs,
    }
    const isSure = outcome.kind === 'booked' || isAccepted(outcome)
    const ours = isSure ? visit.compared.takeBooking(sources, first, wanted) : []
    const found = ours.map(({ reference }) => reference)
    const told = wanted.reference === null ? [] : [wanted.reference]
    if (visit.key === null || !isSure) return [...new Set([...told, ...found])]
    return [...new Set([...told, ...found, ...(await this.#repeat(visit, told[0] ?? found[0] ?? null))])]
  }

  #checkBooked({ outcome, stage }: Attempted): void {
    this.findings.takeReadings(stage)
    const call = stage.calls.at(-1)
    if (call?.kind !== 'request') return
    if (outcome.kind === 'booked') {
      const mistake = seatsMistake(call, outcome.seats)
      if (mistake !== null) this.findings.add(mistake, stage)
    } else if (!isAccepted(outcome) && !lacksSomething(call)) {
      this.findings.add(unrecognised(call, 'booked', outcome.kind), stage)
    }
  }

  /** What the same key brings about again is for the system to say; here it is shown. */
  async #repeat(visit: Visit, before: Reference | null): Promise<readonly Reference[]> {
    const { outcome, stage } = await this.#attempt(visit, 'the same key again', 2)
    this.findings.takeReadings(stage)
    if (outcome.kind !== 'booked') {
      remark(stage, 'a key that was used is refused')
      return []
    }
    if (outcome.reference === null) return []
    if (before === outcome.reference) remark(stage, 'the same booking again')
    else if (before !== null) {
      remark(stage, 'another booking under the same key')
      this.notes.push(
        `the same key booked ${before} and then ${outcome.reference}: one-effect-per-key will accuse whoever sends one twice`,
      )
    }
    return [outcome.reference]
  }

  async #attempt(visit: Visit, title: string, attempt: number): Promise<Attempted> {
    const { user, event, key } = visit
    const errand = this.#api.book({ user, event: event.fields, seats: 1, key: key ?? '', attempt })
    const { value: outcome, timing, stage } = await this.#led.follow(title, this.#steps.book, errand)
    visit.seen.book(outcome, timing)
    remark(stage, outcomeText(outcome))
    return { outcome, stage }
  }

  /** @returns what was given back; null where nothing was tried since the ledger was read */
  async #cancel(visit: Visit, references: readonly Reference[]): Promise<readonly Reference[] | null> {
    const { cancel } = this.#api
    if (cancel === null || references.length === 0) return visit.key === null ? null : []
    const given: Reference[] = []
    for (const reference of references) {
      const errand = cancel({ user: visit.user, event: visit.event.fields, reference })
      const { value: end, timing, stage } = await this.#led.follow('cancellation', this.#steps.cancel, errand)
      visit.seen.cancel(reference, end, timing)
      remark(stage, cancelOutcomeText(end))
      this.#checkCancelled(end, stage)
      if (end.kind === 'cancelled') given.push(reference)
    }
    return given
  }

  #checkCancelled(end: CancelOutcome, stage: Stage): void {
    this.findings.takeReadings(stage)
    const call = stage.calls.at(-1)
    if (end.kind === 'cancelled' || call?.kind !== 'request' || lacksSomething(call)) return
    this.findings.add(unrecognised(call, 'cancelled', end.kind), stage)
  }
}

/** What the user is there for. */
interface Visit {
  readonly account: Account
  readonly user: SignedIn
  readonly event: ToldEvent
  readonly compared: ComparedSources
  readonly key: string | null
  readonly seen: Seen
}

interface Looked {
  readonly glimpse: Glimpse
  readonly stage: Stage
  readonly timing: Omit<Timing, 'status'>
}

const isAccepted = (outcome: Outcome): boolean => outcome.kind === 'unknown' && outcome.cause === 'accepted'
