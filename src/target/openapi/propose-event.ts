import type { Note } from '../../operator/commented-yaml.ts'
import type { LookFields, Source, StepDefinition } from '../contract/definition.ts'
import { showsSeats } from '../contract/glimpse.ts'
import { fillRequest } from './fill-request.ts'
import type { FoundEvent } from './find-event.ts'
import { phrasesFor, templatesIn, type Known } from './known.ts'
import { isAvailable, isCapacity, isNameOf, isSold, isVersion } from './likeness.ts'
import { goodAnswers, goodShape, type Operation } from './operation.ts'
import { bestPlace, type Likeness } from './place.ts'
import { madeUpDoubts, within, type Proposed } from './proposed.ts'

/** How an event is made and looked at. */
export function proposeEvent({ look, create, stock, noun, doubts }: FoundEvent, known: Known): Proposed {
  const making = create === null ? null : proposeCreate(create, stock, { ...known, noun })
  const looking = look === null ? null : proposeLook(look, known)
  const examples: Note[] = [
    ...(making === null
      ? exampleAt(looking === null ? null : ['look'], '? an event that is there already:\nid: 42')
      : []),
    ...(looking === null
      ? exampleAt(
          making === null ? null : ['create'],
          '? a look at it, as visitors take:\nlook:\n  request: GET /events/{{event.id}}\n  available: $.available',
        )
      : []),
  ]
  const isEmpty = making === null && looking === null
  return {
    section: {
      name: 'event',
      intro: [
        `What is sold${noun === '' || noun === 'event' ? '' : ` (${noun})`}: made by ${create?.name ?? 'nothing that was found'}, looked at with ${look?.name ?? 'nothing that was found'}.`,
        ...(isEmpty
          ? ['? event: { id: 42, look: { request: GET /events/{{event.id}}, available: $.available } }']
          : []),
      ].join('\n'),
      value: {
        ...(making === null ? {} : { create: making.value }),
        ...(looking === null ? {} : { look: looking.value }),
      },
      notes: [
        ...(making === null ? [] : within(['create'], making.notes)),
        ...(looking === null ? [] : within(['look'], looking.notes)),
        ...(isEmpty ? [] : examples),
      ],
      isExample: false,
    },
    doubts: [
      ...doubts,
      ...(making?.doubts ?? [
        'Nothing was found that makes an event: say event.id of one that is there, or event.create.',
      ]),
      ...(looking?.doubts ?? ['Nothing was found that shows how many seats are left: say event.look, or counter.']),
    ],
  }
}

const exampleAt = (path: readonly string[] | null, text: string): readonly Note[] =>
  path === null ? [] : [{ path, where: 'above', text }]

function proposeCreate(create: Operation, stock: Operation | null, known: Known) {
  const filled = fillRequest(create, { ...known, purpose: 'makeEvent' })
  const id = bestPlace(goodShape(create), isNameOf(known.noun))
  const hasLocation = goodAnswers(create).some(({ headers }) => headers.includes('location'))
  const source: Source = id?.path ?? (hasLocation ? { header: 'location', match: '([^/?#]+)/?$' } : '$.id')
  const isGuess = id === null && !hasLocation
  const first: StepDefinition = { ...filled.step, capture: { id: source } }
  const captured = new Map(phrasesFor(known.noun).map((phrase) => [phrase, 'id']))
  const second = stock === null ? null : fillRequest(stock, { ...known, purpose: 'stock', captured })
  const takesCapacity = templatesIn([first, second?.step]).includes('event.capacity')
  const notes: readonly Note[] = [
    ...filled.notes,
    ...(isGuess ? [{ path: ['capture', 'id'], where: 'beside' as const, text: '? its answer is not documented' }] : []),
    ...(takesCapacity
      ? []
      : [
          {
            path: ['request'],
            where: 'above' as const,
            text: '? where does it say how many there are: {{event.capacity}}',
          },
        ]),
  ]
  const doubts = [
    ...madeUpDoubts(filled, create.name),
    ...(second === null || stock === null ? [] : madeUpDoubts(second, stock.name)),
    ...(isGuess ? [`What ${create.name} answers is not documented; the id was taken to be $.id.`] : []),
    ...(takesCapacity ? [] : [`${create.name} has no field that was taken for the capacity of an event.`]),
  ]
  if (second === null) return { value: first, notes, doubts }
  return { value: [first, second.step], notes: [...within([0], notes), ...within([1], second.notes)], doubts }
}

function proposeLook(look: Operation, known: Known) {
  const filled = fillRequest(look, { ...known, purpose: 'look' })
  const { fields, hasVersionInTag } = lookFields(look)
  const isBlind = !showsSeats(fields)
  const value = {
    ...filled.step,
    ...(look.schemes.length === 0 ? {} : { as: 'admin' as const }),
    ...fields,
  }
  const notes: readonly Note[] = [
    ...filled.notes,
    ...(isBlind
      ? [{ path: ['request'], where: 'beside' as const, text: '? available: where it says how many are left' }]
      : []),
    ...(hasVersionInTag ? [{ path: ['version'], where: 'beside' as const, text: '? if its ETag counts up' }] : []),
  ]
  return {
    value,
    notes,
    doubts: [
      ...madeUpDoubts(filled, look.name),
      ...(isBlind ? [`What ${look.name} answers has no field that was taken for what is left.`] : []),
      ...(hasVersionInTag
        ? [`The ETag of ${look.name} was taken for the version of the event, which it is only if it counts up.`]
        : []),
    ],
  }
}

/** Where a look at an event shows what is left of it. */
export function lookFields(look: Operation): { readonly fields: LookFields; readonly hasVersionInTag: boolean } {
  const shape = goodShape(look)
  const at = (likeness: Likeness) => bestPlace(shape, likeness)?.path
  const available = at(isAvailable)
  const sold = available === undefined ? at(isSold) : undefined
  const capacity = at((place) => (place.path === available ? 0 : isCapacity(place)))
  const version = at(isVersion)
  const hasVersionInTag = version === undefined && showsTag(look)
  return {
    fields: {
      ...(available === undefined ? {} : { available }),
      ...(sold === undefined ? {} : { sold }),
      ...(capacity === undefined ? {} : { capacity }),
      ...(version === undefined ? {} : { version }),
      ...(hasVersionInTag ? { version: { header: 'etag', match: String.raw`^(?:W/)?"?(\d+)"?$` } } : {}),
    },
    hasVersionInTag,
  }
}

/** Whether it answers with an ETag (RFC 9110, section 8.8.3). */
export const showsTag = (look: Operation): boolean => goodAnswers(look).some(({ headers }) => headers.includes('etag'))
