import { fieldName } from '../operator/complaint.ts'
import { placeIn, type ToldContract } from '../target/contract/compile.ts'
import { maskOf } from '../target/contract/mask.ts'
import { excerpt } from '../target/control/excerpt.ts'
import type { Mistake } from '../target/contract/step-reading.ts'
import type { Stage } from './diary.ts'

export interface Finding {
  /** Where the contract says otherwise: `shop.yaml:12:5`. */
  readonly place: string
  readonly sentence: string
}

/** What is not as the contract says, one thing for each place in it, in the order in which they were met. */
export class Findings {
  readonly #told: ToldContract
  readonly #found = new Map<string, Finding>()

  constructor(told: ToldContract) {
    this.#told = told
  }

  get all(): readonly Finding[] {
    return [...this.#found.values()]
  }

  /** @param stage where it is shown */
  add({ path, sentence }: Mistake, stage: Stage | null): void {
    const place = placeIn(this.#told, path.map(partOf))
    this.#add(fieldName(path), { place, sentence }, stage)
  }

  /** What a call has thrown: the place is a part of its message. */
  addThrown({ message }: Error, stage: Stage): void {
    const text = this.unquoted(message, stage)
    const { file } = this.#told
    const [place = file, sentence = text] = text.startsWith(file) ? text.split(/: (.*)/s) : []
    this.#add(text, { place, sentence }, stage)
  }

  /** A message without the beginning of the answer that it ends with: the answer is shown in full where it was given. */
  unquoted(message: string, { calls }: Pick<Stage, 'calls'>): string {
    const call = calls.at(-1)
    const quoted = call?.kind === 'request' ? excerpt(call.answer, maskOf(this.#told.secrets)) : ''
    return message.replace(quoted, '').replace(/ in $/, '')
  }

  /** @returns whether the answers of a stage have any */
  takeReadings(stage: Stage): boolean {
    let isWrong = false
    for (const call of stage.calls) {
      if (call.kind !== 'request' || call.reading === null) continue
      const { method, path } = call.request
      for (const { path: at, sentence } of call.reading.mistakes) {
        const within = sentence.endsWith('nothing') ? ` in what ${method} ${path} answered` : ''
        this.add({ path: at, sentence: sentence + within }, stage)
        isWrong = true
      }
    }
    return isWrong
  }

  #add(about: string, finding: Finding, stage: Stage | null): void {
    if (this.#found.has(about)) return
    this.#found.set(about, finding)
    stage?.remarks.push({ text: finding.sentence, isWrong: true })
  }
}

const partOf = (part: PropertyKey): string | number => (typeof part === 'number' ? part : String(part))
