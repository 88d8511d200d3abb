import type { Note } from '../../operator/commented-yaml.ts'
import type { BookMeaning, Source, StepDefinition } from '../contract/definition.ts'
import { bookingAnswers, type AroundBooking } from './booking-answers.ts'
import { fillRequest, type Filled } from './fill-request.ts'
import type { FoundBooking } from './find-booking.ts'
import type { FoundEvent } from './find-event.ts'
import { phrasesFor, templatesIn, type Known } from './known.ts'
import { isNameOf, isVersion } from './likeness.ts'
import { goodShape, type Operation } from './operation.ts'
import { bestPlace, placesIn } from './place.ts'
import { showsTag } from './propose-event.ts'
import { madeUpDoubts, within, type Proposed } from './proposed.ts'
import { listed } from './rank.ts'
import type { Told } from './refusals.ts'
import { camelCase, phraseOf } from './words.ts'

interface Step {
  readonly operation: Operation
  readonly filled: Filled
  readonly capture: Readonly<Record<string, Source>>
}

/** How a booking is made: by one request, or by steps of which the last one counts. */
export function proposeBooking(
  found: FoundBooking,
  { event, known, around }: { event: FoundEvent; known: Known; around: AroundBooking },
): Proposed {
  const { operation, basket, opening, line } = found
  const booking: Known = { ...known, purpose: 'book' }
  const condition = conditionOf(operation, event, booking)
  const inBasket = new Map(basket === '' ? [] : phrasesFor(basket).map((phrase) => [phrase, camelCase(basket)]))
  const opened = opening === null ? null : openingStep(opening, basket, booking)
  const captured = new Map([...(opened === null ? [] : inBasket), ...condition.captured])
  const filling: Known = { ...booking, captured }
  const lined = line === null ? null : { operation: line, filled: fillRequest(line, filling), capture: {} }
  const steps: readonly Step[] = [
    ...condition.steps,
    ...(opened === null ? [] : [opened.step]),
    ...(lined === null ? [] : [lined]),
  ]
  const last = fillRequest(operation, filling)
  const answers = bookingAnswers(operation, around)
  const all = [...steps.map(({ filled }) => filled), last]
  const asksSeats = templatesIn(all.map(({ step }) => step)).includes('seats')
  const asksEvent = templatesIn(all.map(({ step }) => step)).includes('event.id')
  const lastNotes = [...answerNotes(answers.rules), ...last.notes, ...questions({ asksSeats, asksEvent })]
  const final: StepDefinition<BookMeaning> = { ...last.step, answers: answers.rules.map(({ rule }) => rule) }
  const value = steps.length === 0 ? final : [...steps.map(stepValue), final]
  const notes =
    steps.length === 0
      ? lastNotes
      : [...steps.flatMap(({ filled }, index) => within([index], filled.notes)), ...within([steps.length], lastNotes)]
  const names = [...steps.map((step) => step.operation.name), operation.name]
  return {
    section: {
      name: 'book',
      intro: `How a booking${found.noun === 'booking' ? '' : ` (${found.noun})`} is made: ${names.join(', then ')}.${steps.length === 0 ? '' : '\nThe last step is the one that races.'}`,
      value,
      notes,
      isExample: false,
    },
    doubts: [
      ...found.doubts,
      ...(steps.length === 0
        ? []
        : [`A booking was taken to be ${names.length} steps, ${listed(names, 'and')}, of which the last one counts.`]),
      ...steps.flatMap((step) => madeUpDoubts(step.filled, step.operation.name)),
      ...madeUpDoubts({ madeUp: last.madeUp.filter((name) => !isSeat(name)) }, operation.name),
      ...(opened?.isGuess === true
        ? [`What ${opened.step.operation.name} answers names no ${basket}; its id was taken to be $.id.`]
        : []),
      ...certainSeats(last, operation.name),
      ...(asksSeats
        ? []
        : [
            `${operation.name} names no quantity, so that every booking was taken to be for one; rounds should ask for 1 seat.`,
          ]),
      ...(asksEvent ? [] : [`Nothing in the request of ${operation.name} was taken for the id of what is booked.`]),
      ...answers.doubts,
    ],
  }
}

/** Where everybody has a seat of their own to ask for, one literal would make all ask for the same. */
function certainSeats({ madeUp }: Pick<Filled, 'madeUp'>, name: string): readonly string[] {
  const seats = madeUp.filter(isSeat)
  if (seats.length === 0) return []
  return [
    `${name} asks for certain seats (${listed(seats, 'and')}), and as it stands everybody would ask for the same.`,
  ]
}

const isSeat = (field: string): boolean =>
  /^(?:seat|place|ticket|spot|unit)(?: (?:id|number|code|label|name|key))?$/.test(phraseOf(field))

const stepValue = ({ filled, capture }: Step): StepDefinition<BookMeaning> =>
  Object.keys(capture).length === 0 ? { ...filled.step } : { ...filled.step, capture }

const answerNotes = (rules: readonly Told<BookMeaning>[]): readonly Note[] =>
  rules.flatMap(({ note }, index) =>
    note === undefined ? [] : [{ path: ['answers', index], where: 'beside' as const, text: note }],
  )

const questions = ({ asksSeats, asksEvent }: { asksSeats: boolean; asksEvent: boolean }): readonly Note[] => [
  ...(asksSeats
    ? []
    : [{ path: ['request'], where: 'above' as const, text: '? where does it say how many: {{seats}}' }]),
  ...(asksEvent
    ? []
    : [{ path: ['request'], where: 'above' as const, text: '? where does it say of what: {{event.id}}' }]),
]

/** What has to be read first, where a booking has to say which version of the event it is for. */
function conditionOf(
  operation: Operation,
  { look }: FoundEvent,
  known: Known,
): { steps: readonly Step[]; captured: readonly (readonly [string, string])[] } {
  const needsTag = operation.parameters.some(
    (one) => one.isRequired && one.in === 'header' && phraseOf(one.name) === 'if match',
  )
  const field = placesIn(operation.body?.shape ?? null).find(
    (place) =>
      place.depth === 1 &&
      /^(?:(?:expected|event|current|last known|\w+) )?version$/.test(place.phrase) &&
      isRequiredIn(operation, place.name),
  )
  const version = look === null || field === undefined ? null : bestPlace(goodShape(look), isVersion)
  const isTagged = needsTag && look !== null && showsTag(look)
  if (look === null || (!isTagged && version === null)) return { steps: [], captured: [] }
  const capture = {
    ...(isTagged ? { tag: { header: 'etag' } } : {}),
    ...(version === null ? {} : { version: version.path }),
  }
  return {
    steps: [{ operation: look, filled: fillRequest(look, { ...known, purpose: 'look' }), capture }],
    captured: [
      ...(isTagged ? [['if match', 'tag'] as const] : []),
      ...(version === null || field === undefined ? [] : [[field.phrase, 'version'] as const]),
    ],
  }
}

const isRequiredIn = ({ body }: Operation, name: string): boolean =>
  body?.shape.fields().some((field) => field.name === name && field.isRequired) ?? false

function openingStep(
  opening: Operation,
  basket: string,
  known: Known,
): { readonly step: Step; readonly isGuess: boolean } {
  const id = bestPlace(goodShape(opening), isNameOf(basket))
  const capture = { [camelCase(basket)]: id?.path ?? '$.id' }
  return { step: { operation: opening, filled: fillRequest(opening, known), capture }, isGuess: id === null }
}
