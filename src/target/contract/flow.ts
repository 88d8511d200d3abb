import type { Answer, Cookies, Errand, PreparedRequest } from '../booking-api.ts'
import type { Meant, Scope } from './definition.ts'
import type { Oddities } from './oddities.ts'
import type { Step } from './step.ts'

/** The steps of an errand, and which of them all users are brought up to before the gate opens. */
export interface Flow<Meaning extends string> {
  readonly steps: readonly Step<Meaning>[]
  readonly race: number
}

export interface ErrandOptions<Meaning extends string, End> {
  readonly flow: Flow<Meaning>
  readonly scope: Scope
  readonly cookies: Cookies | null
  readonly endOf: (meant: Meant<Meaning>, answer: Answer) => End | null
  readonly oddities: Oddities
}

/** An errand that follows a flow. */
export class FlowErrand<Meaning extends string, End> implements Errand<End> {
  readonly #options: ErrandOptions<Meaning, End>
  #scope: Scope
  /** What was known when the step that races was at hand. */
  #atGate: Scope
  #at = 0
  #path = ''

  constructor(options: ErrandOptions<Meaning, End>) {
    this.#options = options
    this.#scope = options.scope
    this.#atGate = options.scope
  }

  get isAtGate(): boolean {
    return this.#at === this.#options.flow.race
  }

  request(): PreparedRequest {
    const request = this.#step.prepare(this.#scope, this.#options.cookies)
    this.#path = request.path
    return request
  }

  answered(answer: Answer): End | null {
    const { cookies, endOf, oddities, flow } = this.#options
    if (cookies !== null) cookies.keep(answer.setCookies(), this.#path)
    const { meant, odd } = this.#step.read(answer, this.#scope)
    if (odd !== null) oddities.add(odd.place, odd.odd, answer)
    const end = endOf(meant, answer)
    if (end !== null) return end
    if (meant.captured !== undefined) {
      this.#scope = { ...this.#scope, captured: { ...this.#scope.captured, ...meant.captured } }
    }
    this.#at++
    if (this.#at === flow.race) this.#atGate = this.#scope
    return null
  }

  again(attempt: number): void {
    const { race } = this.#options.flow
    // What broke off before the gate begins anew.
    const isPast = this.#at >= race
    this.#at = isPast ? race : 0
    this.#scope = { ...(isPast ? this.#atGate : this.#options.scope), attempt }
  }

  get #step(): Step<Meaning> {
    const step = this.#options.flow.steps[this.#at]
    if (step === undefined) throw new RangeError('an errand is over after its last step')
    return step
  }
}
