import { outcomeKinds, unknownCauses } from '../booking/outcome.ts'
import type { EndedAttempt } from '../fire/attempt.ts'
import type { Acknowledgement, History } from './history.ts'

const firstCapacity = 1024

const codesMax = 1000

/** Writes a history as attempts end: 47 bytes each, and an object only for those that won something. */
export class HistoryRecorder {
  #columns = columnsFor(firstCapacity)
  #length = 0
  /** Nearly all histories are of single requests, and have no need of such a column. */
  #began: Float64Array | null = null
  #acknowledgements: Acknowledgement[] = []
  /** Whether a history was given out with them, which must not see what comes later. */
  #isGivenOut = false
  readonly #codes = new Map<string, number>()

  /** Keeps the numbers of an attempt, and its outcome where that was acknowledged; the object itself may be reused. */
  add(ended: EndedAttempt): void {
    const { user, attempt, operation, step = 0, plannedUs, sentUs, beganUs = sentUs, endedUs, status, outcome } = ended
    const index = this.#length
    if (index === this.#columns.user.length) this.#grow()
    if (beganUs < sentUs) this.#began ??= this.#columns.sentUs.slice()
    if (this.#began !== null) this.#began[index] = beganUs
    const columns = this.#columns
    columns.user[index] = user
    columns.attempt[index] = attempt
    columns.operation[index] = operation
    columns.step[index] = step
    columns.plannedUs[index] = plannedUs
    columns.sentUs[index] = sentUs
    columns.endedUs[index] = endedUs
    columns.status[index] = status
    columns.outcome[index] = outcomeKinds.indexOf(outcome.kind)
    if (outcome.kind === 'rejected') columns.code[index] = this.#numberOf(outcome.code)
    if (outcome.kind === 'unknown') columns.cause[index] = unknownCauses.indexOf(outcome.cause)
    if (outcome.kind === 'booked' || outcome.kind === 'waitlisted') this.#acknowledge(index, outcome)
    this.#length = index + 1
  }

  #grow(): void {
    this.#columns = doubled(this.#columns)
    if (this.#began === null) return
    const larger = new Float64Array(this.#columns.sentUs.length)
    larger.set(this.#began)
    this.#began = larger
  }

  #acknowledge(index: number, outcome: Acknowledgement): void {
    if (this.#isGivenOut) this.#acknowledgements = [...this.#acknowledgements]
    this.#isGivenOut = false
    this.#columns.told[index] = this.#acknowledgements.push(outcome)
  }

  /** A target that makes up a code for each answer must not fill the memory: beyond the limit, codes have no name. */
  #numberOf(code: string | null): number {
    if (code === null) return 0
    const known = this.#codes.get(code)
    if (known !== undefined) return known
    if (this.#codes.size >= codesMax) return 0
    this.#codes.set(code, this.#codes.size + 1)
    return this.#codes.size
  }

  /** What was recorded so far; attempts added later leave it as it is. Its columns are views, so asking costs no copy. */
  history(): History {
    const length = this.#length
    const columns = this.#columns
    this.#isGivenOut = true
    return {
      length,
      user: columns.user.subarray(0, length),
      attempt: columns.attempt.subarray(0, length),
      operation: columns.operation.subarray(0, length),
      step: columns.step.subarray(0, length),
      outcome: columns.outcome.subarray(0, length),
      status: columns.status.subarray(0, length),
      cause: columns.cause.subarray(0, length),
      code: columns.code.subarray(0, length),
      codes: [...this.#codes.keys()],
      plannedUs: columns.plannedUs.subarray(0, length),
      sentUs: columns.sentUs.subarray(0, length),
      ...(this.#began === null ? {} : { beganUs: this.#began.subarray(0, length) }),
      endedUs: columns.endedUs.subarray(0, length),
      told: columns.told.subarray(0, length),
      acknowledgements: this.#acknowledgements,
    }
  }
}

type Columns = Omit<History, 'length' | 'acknowledgements' | 'codes' | 'beganUs'>

function columnsFor(capacity: number): Columns {
  return {
    user: new Uint32Array(capacity),
    attempt: new Uint32Array(capacity),
    operation: new Uint32Array(capacity),
    step: new Uint8Array(capacity),
    outcome: new Uint8Array(capacity),
    status: new Uint16Array(capacity),
    cause: new Uint8Array(capacity),
    code: new Uint16Array(capacity),
    told: new Uint32Array(capacity),
    plannedUs: new Float64Array(capacity),
    sentUs: new Float64Array(capacity),
    endedUs: new Float64Array(capacity),
  }
}

function doubled(columns: Columns): Columns {
  const larger = columnsFor(columns.user.length * 2)
  larger.user.set(columns.user)
  larger.attempt.set(columns.attempt)
  larger.operation.set(columns.operation)
  larger.step.set(columns.step)
  larger.outcome.set(columns.outcome)
  larger.status.set(columns.status)
  larger.cause.set(columns.cause)
  larger.code.set(columns.code)
  larger.told.set(columns.told)
  larger.plannedUs.set(columns.plannedUs)
  larger.sentUs.set(columns.sentUs)
  larger.endedUs.set(columns.endedUs)
  return larger
}
