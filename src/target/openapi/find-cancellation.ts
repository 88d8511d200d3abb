import { namesBooking } from './known.ts'
import { endsWithParameter, lastNoun, pathParameters, type Operation } from './operation.ts'
import { placesIn } from './place.ts'
import { rank, rivalDoubts } from './rank.ts'
import { isReturnWord } from './row-words.ts'
import { bookingWords, eventWords, ownWords } from './vocabulary.ts'
import { eventPhrase } from './find-booking.ts'
import { lastWord, phraseOf, weightOf } from './words.ts'

export interface FoundCancellation {
  readonly operation: Operation
  /** The parameter, or the field of the body, that names the booking. */
  readonly parameter: string
  readonly doubts: readonly string[]
}

export function findCancellation(
  operations: readonly Operation[],
  booking: Operation,
  noun: string,
): FoundCancellation | null {
  const ranked = rank(
    operations.filter((one) => one !== booking),
    (operation) => (parameterOf(operation, noun) === null ? 0 : cancelScore(operation, noun)),
  )
  const [best] = ranked
  const parameter = best === undefined ? null : parameterOf(best.operation, noun)
  if (best === undefined || parameter === null) return null
  return { operation: best.operation, parameter, doubts: rivalDoubts(ranked, 'the cancellation', 3) }
}

const cancelWords = { cancel: 12, cancellation: 12, refund: 8, return: 7, release: 7, void: 7 }

function cancelScore(operation: Operation, noun: string): number {
  const { method, id, summary, nouns } = operation
  const last = lastWord(lastNoun(operation))
  const collection = lastWord(pathParameters(operation).at(-1)?.collection ?? '')
  const isOfBookings = collection === noun || nouns.some((one) => lastWord(one) === noun)
  const isBookingLike = isOfBookings || weightOf(nouns.map(lastWord), bookingWords) >= 8
  if (!isBookingLike) return 0
  const isNoEvent = collection === noun || weightOf([collection], eventWords) < 5
  const inPath = method === 'POST' || method === 'PUT' || method === 'PATCH' ? weightOf([last], cancelWords) : 0
  const inName = weightOf([...id, ...summary], cancelWords) / 3
  const deletes = method === 'DELETE' && endsWithParameter(operation) && isNoEvent ? 10 : 0
  const turns =
    (method === 'PATCH' || method === 'PUT') && endsWithParameter(operation) && cancellingField(operation) !== null
      ? 6
      : 0
  const doing = Math.max(inPath, deletes, turns)
  return doing === 0 ? 0 : doing + inName + (isOfBookings ? 4 : 0) - (nouns.includes('admin') ? 5 : 0)
}

/** The field that an update of a booking cancels it by, and the word for it. */
export function cancellingField(operation: Operation): { readonly name: string; readonly word: string } | null {
  for (const { name, depth, shape } of placesIn(operation.body?.shape ?? null)) {
    const word = shape.words.find((one) => isReturnWord(one))
    if (depth === 1 && word !== undefined) return { name, word }
  }
  return null
}

function parameterOf(operation: Operation, noun: string): string | null {
  const parameters = pathParameters(operation).filter(
    ({ collection }) =>
      !ownWords.has(collection) && (lastWord(collection) === noun || weightOf([lastWord(collection)], eventWords) < 5),
  )
  const inPath = parameters.at(-1)
  if (inPath !== undefined) return inPath.name
  const inBody = placesIn(operation.body?.shape ?? null).find(
    (place) => place.depth === 1 && namesBooking(place.phrase, noun) && eventPhrase(place) !== '',
  )
  const inQuery = operation.parameters.find((one) => one.in === 'query' && namesBooking(phraseOf(one.name), noun))
  return inBody?.name ?? inQuery?.name ?? null
}
