import type { Note } from '../../operator/commented-yaml.ts'
import type { AnswerRule, CancelMeaning, StepDefinition } from '../contract/definition.ts'
import { isMapping, isPlainText } from './anything.ts'
import { fillRequest } from './fill-request.ts'
import { cancellingField, type FoundCancellation } from './find-cancellation.ts'
import { fullPhrase, templatesIn, type Known } from './known.ts'
import { isVersion } from './likeness.ts'
import { goodAnswers, type Operation, type ToldAnswer } from './operation.ts'
import { bestPlace } from './place.ts'
import { madeUpDoubts, type Proposed } from './proposed.ts'
import { codePlace, codesIn } from './refusals.ts'
import { phraseOf } from './words.ts'

/** @param showsVersion whether a look at the event shows its version */
export function proposeCancellation(found: FoundCancellation | null, known: Known, showsVersion: boolean): Proposed {
  if (found === null) return nothingFound
  const { operation, parameter } = found
  const piece = operation.pieces.find((one) => one.kind === 'parameter' && one.name === parameter)
  const collection = piece?.kind === 'parameter' ? piece.collection : ''
  const phrase = fullPhrase({ phrase: phraseOf(parameter), around: collection })
  const filled = fillRequest(operation, { ...known, purpose: 'cancel', captured: new Map([[phrase, 'reference']]) })
  const { json, ...rest } = filled.step
  const turned = operation.method === 'PATCH' || operation.method === 'PUT' ? cancellingField(operation) : null
  const word = turned !== null && isPlainText(turned.word) ? { [turned.name]: turned.word } : {}
  const body = { ...(isMapping(json) ? json : {}), ...word }
  const sendsBody = json !== undefined && (operation.method !== 'DELETE' || Object.keys(body).length > 0)
  const { rules, notes, doubts } = cancelAnswers(operation, showsVersion)
  const value: StepDefinition<CancelMeaning> = {
    ...rest,
    ...(sendsBody ? { json: isMapping(json) ? body : json } : {}),
    answers: rules,
  }
  const isNamed = templatesIn(value).includes('reference')
  const isTurned = (note: Note) => turned !== null && note.path[0] === 'json' && note.path[1] === turned.name
  return {
    section: {
      name: 'cancel',
      intro: `How a booking is given back: ${operation.name}.`,
      value,
      notes: [
        ...filled.notes.filter((note) => !isTurned(note) && (sendsBody || note.path[0] !== 'json')),
        ...notes,
        ...(isNamed
          ? []
          : [{ path: ['request'], where: 'above' as const, text: '? where does it say which: {{reference}}' }]),
      ],
      isExample: false,
    },
    doubts: [
      ...found.doubts,
      ...madeUpDoubts({ madeUp: filled.madeUp.filter((name) => name !== turned?.name) }, operation.name),
      ...(isNamed ? [] : [`Nothing in ${operation.name} was taken for the name of the booking.`]),
      ...doubts,
    ],
  }
}

const nothingFound: Proposed = {
  section: {
    name: 'cancel',
    intro: '? How a booking is given back: nothing was found. Take the hashes away if there is a way.',
    value: {
      request: 'DELETE /bookings/{{reference}}',
      answers: [
        { status: '2xx', is: 'cancelled' },
        { status: [404, 410], is: 'gone' },
        { status: '4xx', is: 'refused', code: '$.code' },
      ],
    },
    notes: [],
    isExample: true,
  },
  doubts: ['Nothing was found that cancels a booking.'],
}

function cancelAnswers(operation: Operation, showsVersion: boolean) {
  const good = goodAnswers(operation)
  const later = good.some(({ status }) => status === '202')
  const version = showsVersion
    ? good.map(({ shape }) => bestPlace(shape, isVersion)).find((place) => place !== null)
    : undefined
  const refused = operation.answers.filter(({ status }) => status.startsWith('4') || status === 'default')
  const code = refused.map(codePlace).find((place) => place !== null)
  const gone = refused.filter(({ status }) => status === '409').flatMap((answer) => alreadyGone(answer))
  const rules: readonly AnswerRule<CancelMeaning>[] = [
    ...(later ? [{ status: 202, is: 'unknown' as const }] : []),
    { status: '2xx', is: 'cancelled', ...(version === undefined || version === null ? {} : { version: version.path }) },
    { status: [404, 410], is: 'gone' },
    ...gone,
    { status: '4xx', is: 'refused', ...(code === undefined || code === null ? {} : { code: code.path }) },
  ]
  const isGuess = gone.some(({ json }) => json === undefined)
  const versionAt = later ? 1 : 0
  const notes: readonly Note[] = [
    ...(version
      ? [{ path: ['answers', versionAt], where: 'beside' as const, text: "? the version: is it the event's?" }]
      : []),
    ...(isGuess
      ? [{ path: ['answers', rules.length - 2], where: 'beside' as const, text: '? if it says nothing else' }]
      : []),
  ]
  const doubts = [
    ...(later ? [`202 of ${operation.name} does not say that it was cancelled.`] : []),
    ...(version
      ? [
          `${version.path} in what ${operation.name} answers was taken for the version of the event; leave it out if it is that of the booking.`,
        ]
      : []),
    ...(isGuess ? [`409 of ${operation.name} was taken to mean that it was cancelled already.`] : []),
  ]
  return { rules, notes, doubts }
}

/** That it was given back before, by the code of an answer or else by what is said of it. */
function alreadyGone(answer: ToldAnswer): readonly AnswerRule<CancelMeaning>[] {
  const place = codePlace(answer)
  const codes = codesIn(answer).filter((code) => meansGone.test(code))
  const [only] = codes
  if (place !== null && only !== undefined) {
    return [{ status: 409, json: { [place.path]: codes.length === 1 ? only : [...codes] }, is: 'gone' }]
  }
  return meansGone.test(answer.description) ? [{ status: 409, is: 'gone' }] : []
}

const meansGone =
  /already.?(?:cancel|refund|return|gone|released)|(?:has|have) been (?:cancel|refund|return)|not.?active|no longer/i
