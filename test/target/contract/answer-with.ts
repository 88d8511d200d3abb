import type { Answer } from '../../../src/target/booking-api.ts'
import { ReadAnswer } from '../../../src/target/contract/read-answer.ts'

interface Told {
  readonly status?: number
  /** By lower-case name. */
  readonly headers?: Readonly<Record<string, string>>
  readonly cookies?: readonly string[]
  readonly body?: string
  /** Instead of a body. */
  readonly json?: unknown
  /** False where it broke off. */
  readonly isWhole?: boolean
}

/** An answer as it comes off a wire. */
export function answerWith({
  status = 200,
  headers = {},
  cookies = [],
  body,
  json,
  isWhole = true,
}: Told = {}): Answer {
  return {
    status,
    header: (name) => headers[name],
    setCookies: () => cookies,
    isWhole,
    body: body ?? (json === undefined ? '' : JSON.stringify(json)),
  }
}

export const readWith = (told: Told): ReadAnswer => new ReadAnswer(answerWith(told))
