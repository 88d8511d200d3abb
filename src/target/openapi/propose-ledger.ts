import type { Note } from '../../operator/commented-yaml.ts'
import type { LedgerDefinition, LookFields } from '../contract/definition.ts'
import { isReference, type AroundBooking } from './booking-answers.ts'
import { fillRequest } from './fill-request.ts'
import type { FoundLedger } from './find-ledger.ts'
import type { Known } from './known.ts'
import {
  isAvailable,
  isCapacity,
  isCount,
  isKeyOfRow,
  isQuantity,
  isStatus,
  isTime,
  isUserWithin,
  isVersion,
  isVersionOf,
} from './likeness.ts'
import { goodShape, type Operation } from './operation.ts'
import { pagingOf } from './paging.ts'
import { bestPlace, placesIn, type Likeness, type Place } from './place.ts'
import { madeUpDoubts, type Proposed } from './proposed.ts'
import { kindOf } from './row-kind.ts'
import type { Shape } from './shape.ts'

export interface ProposedLedger extends Proposed {
  /** Whether it names users by their email address. */
  readonly namesByEmail: boolean
}

/** What the system says it sold, page by page. */
export function proposeLedger(found: FoundLedger | null, known: Known, around: AroundBooking): ProposedLedger {
  if (found === null) return nothingFound
  const { operation, rows, isOfEvent } = found
  const filled = fillRequest(operation, { ...known, purpose: 'ledger' })
  const paging = pagingOf(operation, goodShape(operation))
  const fields = rowFields(rows.row, operation, around)
  const shown = eventBeside(operation, known.noun)
  const value = {
    ...filled.step,
    ...(Object.keys({ ...filled.step.query, ...paging.query }).length > 0
      ? { query: { ...filled.step.query, ...paging.query } }
      : {}),
    ...(paging.pages === null ? {} : { pages: paging.pages }),
    entries: rows.path,
    ...(shown === null ? {} : { event: shown }),
    ...fields.value,
  } satisfies LedgerDefinition
  return {
    section: {
      name: 'ledger',
      intro: [
        `What the system says it sold: ${operation.name}.`,
        ...(isOfEvent
          ? []
          : ['? It lists the bookings of all events, and what it says of others must not be counted as sold here.']),
      ].join('\n'),
      value,
      notes: [
        ...filled.notes.filter(({ path }) => !(path[0] === 'query' && Object.hasOwn(paging.query, path[1] ?? ''))),
        ...paging.notes,
        ...fields.notes,
      ],
      isExample: !isOfEvent,
    },
    doubts: [
      ...found.doubts,
      ...(isOfEvent
        ? []
        : [
            `${operation.name} lists the bookings of all events, so it was left commented out; it needs to be asked for those of {{event.id}} alone.`,
          ]),
      ...madeUpDoubts({ madeUp: filled.madeUp.filter((name) => !Object.hasOwn(paging.query, name)) }, operation.name),
      ...paging.doubts,
      ...fields.doubts,
    ],
    namesByEmail: fields.namesByEmail,
  }
}

const nothingFound: ProposedLedger = {
  section: {
    name: 'ledger',
    intro:
      '? What the system says it sold: nothing was found that lists all bookings of an event. A ledger can be read with SQL, too.',
    value: {
      request: 'GET /events/{{event.id}}/bookings',
      query: { page: '{{page}}' },
      pages: { first: 1 },
      entries: '$[*]',
      reference: '$.id',
      user: '$.userId',
      seats: '$.quantity',
      kind: { from: '$.status', words: { confirmed: 'booked', cancelled: 'returned' } },
    },
    notes: [],
    isExample: true,
  },
  doubts: ['Nothing was found that lists all bookings of an event, so a run is judged without a ledger.'],
  namesByEmail: false,
}

function rowFields(row: Shape, { name }: Operation, around: AroundBooking) {
  const at = (likeness: Likeness) => bestPlace(row, likeness)
  const reference = at(isReference(around))
  const user = at(isUserWithin)
  const seats = at((place) => (isQuantity(place) > 2 ? isQuantity(place) : 0))
  const kind = kindOf(at(isStatus), name)
  const ofEvent = at(isVersionOf(around.event))
  const own = ofEvent ?? (around.showsVersion ? at(isVersion) : null)
  // A row that is a booking and its return has no one version that it installed.
  const version = kind.isReturning ? null : own
  const isOtherName =
    reference !== null &&
    around.parameter !== '' &&
    isReference(around)(reference) <= isReference({ ...around, parameter: '' })(reference)
  const notes: readonly Note[] = [
    ...(seats === null
      ? [{ path: ['seats'], where: 'beside' as const, text: '? nothing says how many a booking is of' }]
      : []),
    ...(version !== null && ofEvent === null
      ? [{ path: ['version'], where: 'beside' as const, text: "? is it the event's?" }]
      : []),
    ...(isOtherName
      ? [{ path: ['reference'], where: 'beside' as const, text: '? the same that a booking is answered with' }]
      : []),
    ...kind.notes,
  ]
  return {
    value: {
      reference: reference?.path ?? '$.id',
      ...(user === null ? {} : { user: user.path }),
      seats: seats?.path ?? 1,
      ...(version === null ? {} : { version: version.path }),
      ...optional('available', around.showsVersion ? at(isAvailable) : null),
      ...optional('key', at(isKeyOfRow)),
      ...optional('at', at(isTime)),
      ...(kind.value === null ? {} : { kind: kind.value }),
    },
    notes,
    namesByEmail: user !== null && (/mail/.test(user.phrase) || user.shape.format === 'email'),
    doubts: [
      ...(seats === null
        ? [`Nothing in a row of ${name} says how many seats it is of; each was taken to be of 1.`]
        : []),
      ...(seats?.isInList === true ? [`${seats.path} in a row of ${name} counts the first of several only.`] : []),
      ...(user === null ? [`Nothing in a row of ${name} says whose it is.`] : []),
      ...(version !== null && ofEvent === null
        ? [
            `${version.path} in a row of ${name} was taken for the version of the event; leave it out if it is that of the booking.`,
          ]
        : []),
      ...(isOtherName
        ? [`${reference.path} in a row of ${name} has to be what a booking is answered with as its reference.`]
        : []),
      ...kind.doubts,
    ],
  }
}

const optional = (name: 'available' | 'key' | 'at', place: Place | null) =>
  place === null ? {} : { [name]: place.path }

/** The event as the answer shows it beside its rows. */
function eventBeside(operation: Operation, noun: string): LookFields | null {
  const shape = goodShape(operation)
  const beside = placesIn(shape).filter(
    (place) => !place.isInList && place.depth === 2 && noun !== '' && place.around === noun && isCount(place),
  )
  const at = (likeness: Likeness) =>
    beside.toSorted((a, b) => likeness(b) - likeness(a)).find((place) => likeness(place) > 0)?.path
  const [available, capacity, version] = [at(isAvailable), at(isCapacity), at(isVersion)]
  if (available === undefined) return null
  return {
    available,
    ...(capacity === undefined ? {} : { capacity }),
    ...(version === undefined ? {} : { version }),
  }
}
