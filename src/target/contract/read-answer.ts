import type { Answer } from '../booking-api.ts'

/** An answer whose body is read as JSON once, however many places in it are asked for. */
export class ReadAnswer {
  readonly answer: Answer
  #json: unknown
  #isParsed: boolean

  /** @param part what of its JSON to read, instead of all; undefined for all */
  constructor(answer: Answer, part?: unknown) {
    this.answer = answer
    this.#json = part
    this.#isParsed = part !== undefined
  }

  get status(): number {
    return this.answer.status
  }

  /** Undefined where the body is no JSON, or broke off. */
  get json(): unknown {
    if (!this.#isParsed) {
      this.#isParsed = true
      this.#json = parsed(this.answer.body)
    }
    return this.#json
  }
}

/** Undefined where it is no JSON. */
export function parsed(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
