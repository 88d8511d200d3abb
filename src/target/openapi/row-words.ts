import type { RowKind } from '../contract/definition.ts'
import { phraseOf, wordsOf } from './words.ts'

const returned =
  /^(?:cancel|canceled|cancelled|cancelling|canceling|cancellation|refund|refunded|returned|voided|void|released|revoked|deleted|withdrawn|reversed|annulled|chargeback)$/
const ignored =
  /^(?:pending|draft|expired|failed|failure|declined|held|hold|open|created|awaiting|rejected|new|timeout|abandoned|unpaid|error|requested|initiated|incomplete|denied|blocked)$/
const booked =
  /^(?:booked|booking|confirmed|paid|active|completed|complete|fulfilled|success|succeeded|successful|approved|reserved|valid|issued|used|placed|accepted|processing|shipped|delivered|purchased|sold|settled|captured|attended|checked|redeemed|ok|closed|done|allocated|granted)$/
const waitlisted = /^(?:waitlisted|waitlist|waitinglist|queued|waiting)$/

/** What a word of a row means, and null where it could mean anything. */
export function kindOfWord(word: string): RowKind | null {
  const words = wordsOf(word)
  if (words.some((one) => returned.test(one))) return 'returned'
  if (words.some((one) => waitlisted.test(one)) || phraseOf(word).includes('wait list')) return 'waitlisted'
  if (words.some((one) => /^promot(?:ed|ion)$/.test(one))) return 'promoted'
  if (words.some((one) => one === 'not' || ignored.test(one))) return 'ignored'
  if (words.some((one) => booked.test(one))) return 'booked'
  return null
}

export const isReturnWord = (word: string): boolean => kindOfWord(word) === 'returned'
