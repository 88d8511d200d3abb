import { UsageError } from '../../operator/errors.ts'
import { isKey, isPassword, isQuantity } from './likeness.ts'
import { goodAnswers, goodShape, lastNoun, pathParameters, type Operation } from './operation.ts'
import { bestPlace, placesIn } from './place.ts'
import { rank, rivalDoubts } from './rank.ts'
import {
  basketWords,
  bookingWords,
  confirmingWords,
  eventWords,
  heldWords,
  joiningWords,
  lineWords,
  makingWords,
  otherWords,
} from './vocabulary.ts'
import { hasAny, lastWord, phraseOf, weightOf } from './words.ts'

/** The operation that makes a booking, and those that have to come before it. */
export interface FoundBooking {
  readonly operation: Operation
  /** What a booking is called: `order`. */
  readonly noun: string
  /** What makes the basket, or the hold, that it is made of. */
  readonly opening: Operation | null
  /** What puts something into the basket. */
  readonly line: Operation | null
  /** What the basket is called: `cart`; empty without one. */
  readonly basket: string
  readonly doubts: readonly string[]
}

/** @throws {UsageError} where no operation could be it */
export function findBooking(operations: readonly Operation[]): FoundBooking {
  const ranked = rank(operations, (operation) => bookingScore(operation, operations))
  const [best] = ranked
  if (best === undefined) {
    throw new UsageError(
      'no operation in it looks like a booking; allowed is a document with one such as POST /bookings, /orders or /events/{id}/reservations',
    )
  }
  const { operation } = best
  const basket = basketOf(operation, operations)
  const opening = basket === '' ? null : openingOf(basket, operation, operations)
  const line = opening !== null && asksForSeats(opening) ? null : lineOf(basket, operation, operations)
  const steps = new Set([opening, line])
  const rivals = ranked.filter((one) => !steps.has(one.operation))
  return {
    operation,
    noun: bookingNoun(operation),
    opening,
    line,
    basket: line === null && opening === null ? '' : basket,
    doubts: [...rivalDoubts(rivals, 'the booking'), ...followingDoubts(operation, operations)],
  }
}

function bookingScore(operation: Operation, operations: readonly Operation[]): number {
  const { method, id, summary, tags, nouns } = operation
  const last = lastNoun(operation).split(' ')
  const isAsked = isAskedForEvent(operation)
  const inPath = Math.max(
    weightOf(last, bookingWords),
    isAsked ? weightOf(last, joiningWords) : 0,
    isConfirming(operation) ? weightOf(last, confirmingWords) : 0,
  )
  if (method !== 'POST' && !((method === 'PUT' || method === 'PATCH') && weightOf(last, verbs) > 0)) return 0
  if (nouns.some((noun) => /^(?:web ?hook|callback|admin web ?hook)$/.test(noun))) return 0
  if (hasAny(last, otherWords) || (inPath < 10 && hasAny(id, otherWords))) return 0
  if (placesIn(operation.body?.shape ?? null).some((place) => place.depth === 1 && isPassword(place) > 0)) return 0
  const makes = hasAny(id, makingWords) || hasAny(summary, makingWords)
  const inName = makes ? Math.min(weightOf(id, bookingWords), 8) : 0
  const inSummary = makes ? Math.min(weightOf(summary, bookingWords), 5) : 0
  const seats = asksForSeats(operation)
  const evidence = Math.max(inPath, inName, inSummary, isAsked && seats && makes ? 4 : 0)
  if (evidence === 0) return 0
  const isPartOfOther = inPath < 10 && isPartOf(operation)
  const score =
    evidence +
    (inName > 0 ? 2 : 0) +
    (weightOf(tags, bookingWords) > 0 ? 1 : 0) +
    (isAsked ? 4 : 0) +
    (seats ? 3 : 0) +
    (takesKey(operation) ? 2 : 0) +
    (operation.answers.some(({ status }) => status === '409') ? 2 : 0) +
    (goodAnswers(operation).some(({ status }) => status === '201') ? 1 : 0) +
    (goodShape(operation) === null ? 0 : 1) -
    (isPartOfOther ? 8 : 0) -
    (nouns.includes('admin') ? 6 : 0) +
    (isMadeOfBasket(operation, operations) ? 4 : 0)
  return score < 6 ? 0 : score
}

const verbs = { book: 1, reserve: 1, buy: 1, purchase: 1, checkout: 1, claim: 1, confirm: 1, enroll: 1, enrol: 1 }

/** `POST /holds/{id}/confirm` */
function isConfirming({ pieces }: Operation): boolean {
  const last = pieces.findLast((piece) => piece.kind === 'parameter')
  return (
    last !== undefined &&
    heldWords.has(lastWord(last.collection)) &&
    weightOf([lastWord(last.collection)], bookingWords) < 10
  )
}

/** Whether it does something to a booking that is there: `POST /orders/{id}/tickets`. */
const isPartOf = (operation: Operation): boolean =>
  pathParameters(operation).some(({ collection }) => weightOf([lastWord(collection)], bookingWords) >= 8)

function isAskedForEvent(operation: Operation): boolean {
  const asked = [
    ...pathParameters(operation).map(({ collection }) => collection),
    ...placesIn(operation.body?.shape ?? null).map(eventPhrase),
    ...operation.parameters.map(({ name }) => phraseOf(name).replace(idEnding, '')),
  ]
  return asked.some((phrase) => weightOf([lastWord(phrase)], eventWords) >= 5)
}

const idEnding = / (?:id|uuid|sku|code|slug|key|ref|reference)$/

/** What a field names by its id: `show` of `showId`; empty where it names nothing. */
export function eventPhrase({ phrase, around }: { phrase: string; around: string }): string {
  if (phrase === 'id' || phrase === 'uuid') return around
  if (phrase === 'sku') return 'product'
  return idEnding.test(phrase) ? phrase.replace(idEnding, '') : ''
}

export const asksForSeats = (operation: Operation): boolean =>
  bestPlace(operation.body?.shape ?? null, (place) => Math.max(isQuantity(place) - 2, 0)) !== null ||
  operation.parameters.some(({ name, shape }) => isQuantity({ ...top, name, phrase: phraseOf(name), shape }) > 2)

const top = { path: '', around: '', depth: 0, isInList: false }

const takesKey = ({ parameters }: Operation): boolean =>
  parameters.some(({ name, shape }) => isKey({ ...top, name, phrase: phraseOf(name), shape }) >= 10)

function bookingNoun(operation: Operation): string {
  const last = lastWord(lastNoun(operation))
  return nounOfVerb.get(last) ?? (weightOf([last], bookingWords) > 0 ? last : 'booking')
}

const nounOfVerb: ReadonlyMap<string, string> = new Map([
  ['book', 'booking'],
  ['reserve', 'reservation'],
  ['buy', 'order'],
  ['checkout', 'order'],
  ['enroll', 'enrollment'],
  ['enrol', 'enrolment'],
])

/** What a booking is made of that has to be made before: `cart`; empty where nothing is. */
function basketOf(operation: Operation, operations: readonly Operation[]): string {
  const inPath = pathParameters(operation).map(({ collection }) => lastWord(collection))
  const inBody = placesIn(operation.body?.shape ?? null)
    .filter(({ depth }) => depth === 1)
    .map((place) => lastWord(eventPhrase(place)))
  const named = [...inPath, ...inBody].find((noun) => basketWords.has(noun))
  if (named !== undefined) return named
  if (asksForSeats(operation) || !mayTakeBasket(operation)) return ''
  const implied = operations.flatMap((one) => (one.method === 'POST' && isLine(one) ? one.nouns : []))
  return implied.map(lastWord).find((noun) => ['cart', 'basket', 'bag'].includes(noun)) ?? ''
}

/** A basket that nobody names belongs to whoever checks out. */
const mayTakeBasket = (operation: Operation): boolean => !isAskedForEvent(operation)

const isMadeOfBasket = (operation: Operation, operations: readonly Operation[]): boolean =>
  basketOf(operation, operations) !== ''

function openingOf(basket: string, operation: Operation, operations: readonly Operation[]): Operation | null {
  const ranked = rank(operations, (one) => {
    if (one === operation || one.method !== 'POST' || lastWord(lastNoun(one)) !== basket) return 0
    return 10 - pathParameters(one).length + (isAskedForEvent(one) ? 2 : 0)
  })
  return ranked[0]?.operation ?? null
}

function lineOf(basket: string, operation: Operation, operations: readonly Operation[]): Operation | null {
  if (basket === '' || asksForSeats(operation)) return null
  const ranked = rank(operations, (one) => {
    if (one === operation || (one.method !== 'POST' && one.method !== 'PUT')) return 0
    if (!one.nouns.some((noun) => lastWord(noun) === basket) || !isLine(one)) return 0
    return 5 + (asksForSeats(one) ? 4 : 0) + (isAskedForEvent(one) ? 2 : 0) + (one.method === 'POST' ? 2 : 0)
  })
  return ranked[0]?.operation ?? null
}

const isLine = (operation: Operation): boolean => lineWords.has(lastWord(lastNoun(operation)))

/** What may have to follow before a booking is one. */
function followingDoubts(operation: Operation, operations: readonly Operation[]): readonly string[] {
  const following = operations.find(
    (one) =>
      one.method === 'POST' &&
      one.path.startsWith(`${operation.path}/{`) &&
      weightOf([lastWord(lastNoun(one))], {
        confirm: 1,
        pay: 1,
        payment: 1,
        complete: 1,
        capture: 1,
        checkout: 1,
        finalize: 1,
      }) > 0,
  )
  if (following === undefined) return []
  return [
    `${following.name} may have to follow ${operation.name} before a booking counts; then book is a list of steps.`,
  ]
}
