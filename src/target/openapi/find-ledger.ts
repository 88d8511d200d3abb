import { namesEvent } from './known.ts'
import { isNameOf, isQuantity, isStatus, isUserWithin } from './likeness.ts'
import { endsWithParameter, goodShape, pathParameters, type Operation } from './operation.ts'
import { bestPlace, rowsIn, type Rows } from './place.ts'
import { rank, rivalDoubts } from './rank.ts'
import { bookingWords, ownWords, userWords } from './vocabulary.ts'
import { hasAny, lastWord, phraseOf, weightOf } from './words.ts'

export interface FoundLedger {
  readonly operation: Operation
  readonly rows: Rows
  /** Whether it lists the bookings of one event, and not of all. */
  readonly isOfEvent: boolean
  readonly doubts: readonly string[]
}

interface Nouns {
  /** What an event is called. */
  readonly event: string
  /** What a booking is called. */
  readonly booking: string
}

export function findLedger(operations: readonly Operation[], nouns: Nouns): FoundLedger | null {
  const ranked = rank(operations, (operation) => ledgerScore(operation, nouns))
  const [best] = ranked
  const rows = best === undefined ? null : rowsOf(best.operation, nouns)
  if (best === undefined || rows === null) return null
  return {
    operation: best.operation,
    rows,
    isOfEvent: isOfEvent(best.operation, nouns),
    doubts: rivalDoubts(ranked, 'the ledger', 3),
  }
}

const bookWords = { ledger: 14, journal: 10, log: 6, sale: 9, transaction: 6, entry: 6, audit: 5 }

function ledgerScore(operation: Operation, nouns: Nouns): number {
  if (operation.method !== 'GET' || endsWithParameter(operation)) return 0
  const last = listedNoun(operation)
  const named = Math.max(
    weightOf([last], bookWords),
    last === nouns.booking ? 12 : 0,
    weightOf([last], bookingWords) - 2,
  )
  if (named < 4) return 0
  const words = [...operation.nouns.flatMap((noun) => noun.split(' ')), ...operation.id, ...operation.summary]
  if (hasAny(words, ownWords) || words.includes('report') || words.includes('statistic')) return 0
  const others = pathParameters(operation).filter(({ collection, name }) => !isEvent({ collection, name }, nouns))
  if (others.length > 0 || pathParameters(operation).some(({ collection }) => userWords.has(lastWord(collection))))
    return 0
  const rows = rowsOf(operation, nouns)
  if (rows === null) return 0
  return (
    named +
    (isOfEvent(operation, nouns) ? 7 : 0) +
    (bestPlace(rows.row, isQuantity) === null ? 0 : 3) +
    (bestPlace(rows.row, isStatus) === null ? 0 : 2) +
    (bestPlace(rows.row, isUserWithin) === null ? 0 : 2) +
    (words.includes('admin') ? 2 : 0)
  )
}

/** `booking` of `/bookings/admin/all`. */
function listedNoun({ nouns }: Operation): string {
  const named = nouns.filter((noun) => !/^(?:all|list|admin|search)$/.test(noun))
  return lastWord(named.at(-1) ?? '')
}

const isEvent = ({ collection, name }: { collection: string; name: string }, { event }: Nouns): boolean =>
  event !== '' && (lastWord(collection) === lastWord(event) || namesEvent(phraseOf(name), event))

const isOfEvent = (operation: Operation, nouns: Nouns): boolean =>
  pathParameters(operation).some((parameter) => isEvent(parameter, nouns)) ||
  operation.parameters.some((one) => one.in === 'query' && namesEvent(phraseOf(one.name), nouns.event))

/** The list of bookings in what it answers: rows of a ledger can be told from each other. */
function rowsOf(operation: Operation, { booking }: Nouns): Rows | null {
  const lists = rowsIn(goodShape(operation)).filter(({ row }) => bestPlace(row, isNameOf(booking)) !== null)
  const named = lists.find(
    ({ phrase }) => lastWord(phrase) === booking || /^(?:data|item|result|entry|content|row|record|hit)$/.test(phrase),
  )
  return named ?? lists[0] ?? null
}
