import { fieldName } from '../operator/complaint.ts'
import type { PreparedRequest } from '../target/booking-api.ts'
import type { FullAnswer } from '../target/calls.ts'
import { readingOf, type ReadStep, type StepReading } from '../target/contract/step-reading.ts'
import type { AskedRows } from '../target/control/databases.ts'

/** A request and its answer, and what the contract finds there; nothing where a function speaks with the target. */
export interface HttpCall {
  readonly kind: 'request'
  readonly step: string
  readonly read: ReadStep | null
  readonly request: PreparedRequest
  readonly answer: FullAnswer
  readonly reading: StepReading | null
}

/** A question to a database. */
export interface SqlCall extends AskedRows {
  readonly kind: 'sql'
  readonly step: string
}

export interface Remark {
  readonly text: string
  readonly isWrong: boolean
}

/** One part of the walk: its calls, and what came of them. */
export interface Stage {
  readonly title: string
  readonly steps: readonly ReadStep[]
  /** Whether secrets of the account are what it is about. */
  readonly isPrivate: boolean
  /** Which part of the contract a question to a database stands in. */
  readonly source: 'ledger' | 'counter'
  /** Of the latest reading, where it was read again and again. */
  readonly calls: (HttpCall | SqlCall)[]
  readonly remarks: Remark[]
  readings: number
}

/** Every call of a walk, in order, as it happened: secrets are taken out when it is shown. */
export class Diary {
  readonly stages: Stage[] = []

  #current: Stage | null = null

  /** Begins a part of the walk: what is called from now on is part of it. */
  open(title: string, steps: readonly ReadStep[], setting: Partial<Pick<Stage, 'isPrivate' | 'source'>> = {}): Stage {
    const { isPrivate = false, source = 'ledger' } = setting
    const stage: Stage = { title, steps, isPrivate, source, calls: [], remarks: [], readings: 0 }
    this.stages.push(stage)
    this.#current = stage
    return stage
  }

  /** Reads a source once more; of all its readings the last is kept. */
  readAgain(stage: Stage): void {
    stage.calls.length = 0
    stage.readings++
    this.#current = stage
  }

  readonly watch = (name: string, request: PreparedRequest, answer: FullAnswer): void => {
    const { calls, steps } = this.#stage
    // Pages are asked for by one step, again and again.
    const read = steps[calls.length] ?? steps.at(-1) ?? null
    calls.push({
      kind: 'request',
      step: read === null ? name : nameOf(read),
      read,
      request,
      answer,
      reading: read === null ? null : readingOf(read, answer),
    })
  }

  readonly watchRows = (asked: AskedRows): void => {
    const { calls, source } = this.#stage
    calls.push({ kind: 'sql', step: `${source}.sql`, ...asked })
  }

  get #stage(): Stage {
    return this.#current ?? this.open('before', [])
  }
}

const nameOf = ({ path, step }: ReadStep): string =>
  step.name === undefined ? fieldName(path) : `${fieldName(path)} ${step.name}`
