import type { AnswerRule, BookMeaning, Source } from '../contract/definition.ts'
import { isPlainText } from './anything.ts'
import { isNameOf, isPosition, isQuantity, isStatus, isVersion, isVersionOf } from './likeness.ts'
import { goodAnswers, type Operation, type ToldAnswer } from './operation.ts'
import { bestPlace, type Likeness, type Place } from './place.ts'
import { meaningOfCode } from './refusal-words.ts'
import { refusalsOf, type Told } from './refusals.ts'
import { kindOfWord } from './row-words.ts'
import { phraseOf } from './words.ts'

/** What is known of bookings from elsewhere in the document. */
export interface AroundBooking {
  /** What a booking is called, and what is booked. */
  readonly booking: string
  readonly event: string
  /** What names a booking where it is cancelled, such as `orderId`; empty where nothing does. */
  readonly parameter: string
  /** Whether a look at the event shows its version. */
  readonly showsVersion: boolean
}

export interface BookingAnswers {
  readonly rules: readonly Told<BookMeaning>[]
  readonly doubts: readonly string[]
}

/** What names a booking: what it is cancelled by, above all. */
export function isReference({ booking, parameter }: Pick<AroundBooking, 'booking' | 'parameter'>): Likeness {
  const bare = (phrase: string) => (phrase.startsWith(`${booking} `) ? phrase.slice(booking.length + 1) : phrase)
  const wanted = bare(phraseOf(parameter))
  const likeName = isNameOf(booking)
  return (place) => {
    const score = likeName(place)
    return score > 0 && wanted !== '' && bare(place.phrase) === wanted ? score + 6 : score
  }
}

export function bookingAnswers(operation: Operation, around: AroundBooking): BookingAnswers {
  const good = goodAnswers(operation)
  const granted = good.length === 0 ? [unsaid] : good.map((answer) => grantedBy(answer, operation, around))
  const refused = refusalsOf(operation)
  const rules = [
    ...mergedStatuses(granted.flatMap(({ rules: own }) => own)),
    { rule: { status: 429, is: 'rateLimited' as const } },
    ...refused.rules,
  ]
  const doubts = [...granted.flatMap((one) => one.doubts), ...refused.doubts]
  if (good.length === 0) doubts.unshift(`${operation.name} documents no answer that says it was booked.`)
  if (!rules.some(({ rule }) => rule.is === 'soldOut')) {
    doubts.push(
      `No answer of ${operation.name} is known to say that nothing is left; without one, sold out counts as rejected.`,
    )
  }
  return { rules, doubts: [...new Set(doubts)] }
}

const unsaid: BookingAnswers = {
  rules: [{ rule: { status: '2xx', is: 'booked' }, note: '? no answer is documented' }],
  doubts: [],
}

function grantedBy(answer: ToldAnswer, operation: Operation, around: AroundBooking): BookingAnswers {
  const status = /^\d+$/.test(answer.status) ? Number(answer.status) : '2xx'
  const { fields, note, doubts } = grantFields(answer, operation, around)
  const special = specialWords(answer)
  const waitlisted = special.waiting.length > 0
  const isOnlyWaiting = waitlisted && special.waiting.length === special.all
  const rules: Told<BookMeaning>[] = []
  const { place } = special
  if (place !== null && waitlisted) {
    const position = bestPlace(answer.shape, isPosition)
    const { reference } = fields
    rules.push({
      rule: {
        status,
        json: { [place.path]: oneOrAll(special.waiting) },
        is: 'waitlisted',
        ...(reference === undefined ? {} : { reference }),
        ...(position === null ? {} : { position: position.path }),
      },
    })
  }
  if (place !== null && special.soldOut.length > 0)
    rules.push({ rule: { status, json: { [place.path]: oneOrAll(special.soldOut) }, is: 'soldOut' } })
  if (place !== null && special.failing.length > 0) {
    rules.push({
      rule: { status, json: { [place.path]: oneOrAll(special.failing) }, is: 'rejected', code: place.path },
    })
  }
  if (isOnlyWaiting) return { rules, doubts: [] }
  if (status === 202) {
    const accepted = { status, is: 'accepted' as const }
    return {
      rules: [...rules, { rule: accepted }],
      doubts: [`202 of ${operation.name} says that it was accepted; what became of it is only seen in the ledger.`],
    }
  }
  return { rules: [...rules, { rule: { status, is: 'booked', ...fields }, ...(note === '' ? {} : { note }) }], doubts }
}

function grantFields(answer: ToldAnswer, { name }: Operation, around: AroundBooking) {
  const { shape, headers, status } = answer
  const reference = bestPlace(shape, isReference(around))
  const source: Source | null =
    reference?.path ?? (headers.includes('location') ? { header: 'location', match: '([^/?#]+)/?$' } : null)
  const seats = bestPlace(shape, (place) => (isQuantity(place) > 2 ? isQuantity(place) : 0))
  const sure = bestPlace(shape, isVersionOf(around.event))
  const version = sure ?? (around.showsVersion ? bestPlace(shape, isVersion) : null)
  const isOtherName =
    reference !== null &&
    around.parameter !== '' &&
    isReference(around)(reference) <= isNameOf(around.booking)(reference)
  const fields: Pick<AnswerRule, 'reference' | 'seats' | 'version'> = {
    ...(source === null ? {} : { reference: source }),
    ...(seats === null ? {} : { seats: seats.path }),
    ...(version === null ? {} : { version: version.path }),
  }
  const isGuessedVersion = version !== null && sure === null
  const notes = [
    ...(source === null
      ? ['where does it name the booking? such as reference: $.id']
      : isOtherName
        ? ['the reference']
        : []),
    ...(isGuessedVersion ? ["the version: is it the event's?"] : []),
  ]
  return {
    fields,
    note: notes.length === 0 ? '' : `? ${notes.join('; ')}`,
    doubts: [
      ...(source === null
        ? [`What ${name} answers with ${status} names no booking, so promises cannot be found in the ledger by name.`]
        : []),
      ...(isOtherName && reference !== null
        ? [`${reference.path} was taken for the name of a booking, and a cancellation asks for ${around.parameter}.`]
        : []),
      ...(seats?.isInList === true ? [`${seats.path} in what ${name} answers counts the first of several only.`] : []),
      ...(isGuessedVersion
        ? [
            `${version.path} in what ${name} answers was taken for the version of the event; leave it out if it is that of the booking.`,
          ]
        : []),
    ],
  }
}

interface SpecialWords {
  readonly place: Place | null
  readonly all: number
  readonly waiting: readonly string[]
  readonly soldOut: readonly string[]
  readonly failing: readonly string[]
}

/** Words in a good answer that say that nothing was booked after all. */
function specialWords({ shape }: ToldAnswer): SpecialWords {
  const place = bestPlace(shape, isStatus)
  const words = place?.shape.words.filter(isPlainText) ?? []
  const soldOut = words.filter((word) => meaningOfCode(word) === 'soldOut')
  return {
    place,
    all: words.length,
    waiting: words.filter((word) => kindOfWord(word) === 'waitlisted'),
    soldOut,
    failing: words.filter((word) => /fail|declin|reject|denied|error/i.test(word) && !soldOut.includes(word)),
  }
}

const oneOrAll = (words: readonly string[]): string | readonly string[] => {
  const [only] = words
  return words.length === 1 && only !== undefined ? only : words
}

/** Rules that differ by nothing but their status are one. */
function mergedStatuses(rules: readonly Told<BookMeaning>[]): readonly Told<BookMeaning>[] {
  const groups = new Map<string, Told<BookMeaning>[]>()
  for (const told of rules) {
    const key = JSON.stringify([{ ...told.rule, status: null }, told.note])
    groups.set(key, [...(groups.get(key) ?? []), told])
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    const statuses = group.flatMap(({ rule: { status } }) =>
      typeof status === 'number' || typeof status === 'string' ? [status] : [],
    )
    return first === undefined
      ? []
      : [{ ...first, rule: { ...first.rule, status: statuses.length === 1 ? statuses[0] : statuses } }]
  })
}
