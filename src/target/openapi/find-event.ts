import { asksForSeats, eventPhrase, type FoundBooking } from './find-booking.ts'
import { isAvailable, isCapacity, isCapacityToMake, isSold, isVersion } from './likeness.ts'
import { endsWithParameter, goodShape, lastNoun, pathParameters, type Operation } from './operation.ts'
import { bestPlace, placesIn } from './place.ts'
import { rank, rivalDoubts } from './rank.ts'
import { basketWords, bookingWords, eventWords, ownWords, userWords } from './vocabulary.ts'
import { hasAny, lastWord, phraseOf, weightOf } from './words.ts'

/** What is booked, and the operations that make it and look at it. */
export interface FoundEvent {
  /** What the document calls it: `show`; empty where that could not be told. */
  readonly noun: string
  readonly look: Operation | null
  readonly create: Operation | null
  /** What says how many there are of it, where that is not said when it is made. */
  readonly stock: Operation | null
  readonly doubts: readonly string[]
}

export function findEvent(booking: FoundBooking, operations: readonly Operation[]): FoundEvent {
  const named = nounIn(booking, operations)
  const looks = rank(operations, (operation) => lookScore(operation, named, booking))
  const look = looks[0]?.operation ?? null
  const noun = named === '' && look !== null ? (pathParameters(look).at(-1)?.collection ?? '') : named
  const creates = rank(operations, (operation) => createScore(operation, { noun, look, booking }))
  const create = creates[0]?.operation ?? null
  const needsStock = create !== null && bestPlace(create.body?.shape ?? null, isCapacityToMake) === null
  return {
    noun,
    look,
    create,
    stock: needsStock ? (rank(operations, (one) => stockScore(one, noun, create))[0]?.operation ?? null) : null,
    doubts: [
      ...rivalDoubts(looks, 'the look at the event', 3),
      ...rivalDoubts(creates, 'how an event is made', 2),
      ...(named === '' && noun !== ''
        ? [`Nothing in the booking names what is booked; it was taken for the ${noun}.`]
        : []),
    ],
  }
}

/** What the booking, or what comes before it, names by its id. */
function nounIn({ operation, opening, line }: FoundBooking, operations: readonly Operation[]): string {
  const collections = new Set(
    operations.filter(endsWithParameter).flatMap((one) =>
      pathParameters(one)
        .slice(-1)
        .map(({ collection }) => collection),
    ),
  )
  const asked = [line, operation, opening].flatMap((one) => (one === null ? [] : phrasesAskedBy(one)))
  const scored = asked
    .filter((phrase) => phrase !== '' && !basketWords.has(lastWord(phrase)) && !userWords.has(lastWord(phrase)))
    .map((phrase) => {
      const isListed = [...collections].some((one) => one === phrase || lastWord(one) === phrase)
      return { phrase, score: weightOf([lastWord(phrase)], eventWords) + (isListed ? 4 : 0) }
    })
  const best = scored.reduce((before, one) => (one.score > before.score ? one : before), { phrase: '', score: 0 })
  return best.phrase
}

const phrasesAskedBy = (operation: Operation): readonly string[] => [
  ...pathParameters(operation).map(({ collection }) => collection),
  ...placesIn(operation.body?.shape ?? null).map(eventPhrase),
  ...operation.parameters
    .filter((one) => one.in !== 'path')
    .map(({ name }) => eventPhrase({ phrase: phraseOf(name), around: '' })),
]

function lookScore(operation: Operation, noun: string, { noun: booking }: FoundBooking): number {
  if (operation.method !== 'GET') return 0
  const parameters = pathParameters(operation)
  const [last] = parameters.slice(-1)
  if (last === undefined || parameters.some(({ collection }) => userWords.has(lastWord(collection)))) return 0
  const { collection } = last
  const ending = endsWithParameter(operation) ? '' : lastNoun(operation)
  if (lastWord(collection) === booking || weightOf([lastWord(ending)], bookingWords) > 5) return 0
  const shape = goodShape(operation)
  const seats = Math.max(bestPlace(shape, isAvailable) === null ? 0 : 8, bestPlace(shape, isSold) === null ? 0 : 5)
  const isSame = noun !== '' && (collection === noun || lastWord(collection) === lastWord(noun))
  const isNamed = isSame || weightOf([lastWord(collection)], eventWords) >= 5
  if (seats === 0 && !(isSame && ending === '')) return 0
  if (!isNamed && seats === 0) return 0
  if (ending !== '' && seats === 0) return 0
  return (
    seats +
    (isSame ? 9 : weightOf([lastWord(collection)], eventWords) / 3) +
    (bestPlace(shape, isCapacity) === null ? 0 : 2) +
    (bestPlace(shape, isVersion) === null ? 0 : 1) -
    endingPenalty(ending) -
    (parameters.length - 1) -
    (hasAny(operation.nouns, ownWords) || operation.nouns.includes('admin') ? 3 : 0)
  )
}

/** What stands below an event shows the event, or something of it. */
function endingPenalty(ending: string): number {
  if (ending === '') return 0
  return /(?:^| )(?:availability|available|stock|inventory|capacity|seat|quantity|remaining|vacancy)$/.test(ending)
    ? 1
    : 6
}

interface Around {
  readonly noun: string
  readonly look: Operation | null
  readonly booking: FoundBooking
}

function createScore(operation: Operation, { noun, look, booking }: Around): number {
  if (operation.method !== 'POST' || [booking.operation, booking.opening, booking.line].includes(operation)) return 0
  if (endsWithParameter(operation)) return 0
  const last = lastNoun(operation)
  const collection = look === null ? noun : (pathParameters(look).at(-1)?.collection ?? noun)
  const isSame =
    last !== '' && (last === collection || last === noun || (noun !== '' && lastWord(last) === lastWord(noun)))
  const unknown = pathParameters(operation).length
  if (!isSame) return 0
  const shape = operation.body?.shape ?? null
  return (
    8 +
    (bestPlace(shape, isCapacityToMake) === null ? 0 : 3) +
    (look !== null && look.path.startsWith(`${operation.path}/{`) ? 3 : 0) -
    unknown +
    (operation.nouns.includes('admin') ? 1 : 0) -
    (asksForSeats(operation) && bestPlace(shape, isCapacityToMake) === null ? 2 : 0)
  )
}

/** `PUT /products/{id}/stock`, after the product was made. */
function stockScore(operation: Operation, noun: string, create: Operation): number {
  if (operation.method === 'GET' || operation.method === 'DELETE' || operation === create) return 0
  const parameters = pathParameters(operation)
  if (parameters.length !== 1 || lastWord(parameters[0]?.collection ?? '') !== lastWord(noun)) return 0
  if (!/(?:^| )(?:stock|inventory|capacity|quantity|availability|allotment)$/.test(lastNoun(operation))) return 0
  if (bestPlace(operation.body?.shape ?? null, isCapacityToMake) === null && !asksForSeats(operation)) return 0
  return operation.method === 'PUT' ? 6 : 4
}
