import type { Answer } from '../booking-api.ts'

/** An answer whose body is read as JSON once, however many places in it are asked for. */
export class ReadAnswer {
  readonly answer: Answer
  #json: unknown
  #isParsed = false

  constructor(answer: Answer) {
    this.answer = answer
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
