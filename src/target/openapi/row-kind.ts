import type { Note } from '../../operator/commented-yaml.ts'
import type { KindOfRow, RowKind } from '../contract/definition.ts'
import { isPlainText, oneLine } from './anything.ts'
import type { Place } from './place.ts'
import { listed } from './rank.ts'
import { kindOfWord } from './row-words.ts'

/** What the words that rows say of themselves mean. */
export interface ProposedKind {
  readonly value: KindOfRow | null
  readonly isReturning: boolean
  readonly notes: readonly Note[]
  readonly doubts: readonly string[]
}

/** What the words of a row mean. A row of a journal says what happened, and a row of bookings how each one stands now. */
export function kindOf(status: Place | null, name: string): ProposedKind {
  if (status === null) {
    return {
      value: null,
      isReturning: false,
      notes: [],
      doubts: [`Nothing in a row of ${name} says whether it was cancelled; all count as booked.`],
    }
  }
  const words = status.shape.words.filter((word) => isPlainText(word) && word !== '__proto__').slice(0, 40)
  const isJournal = !/(?:status|state)$/.test(status.phrase)
  const told: readonly (readonly [string, RowKind | null])[] = words.map((word) => {
    const kind = kindOfWord(word)
    return [word, isJournal && kind === 'returned' ? 'cancelled' : kind]
  })
  if (told.length === 0) {
    const returned: RowKind = isJournal ? 'cancelled' : 'returned'
    return {
      value: { from: status.path, words: { confirmed: 'booked', cancelled: returned } },
      isReturning: !isJournal,
      notes: [{ path: ['kind', 'words'], where: 'beside', text: '? its words are not documented' }],
      doubts: [`Which words ${status.path} in a row of ${name} may hold is not documented.`],
    }
  }
  const unknown = told.filter(([, kind]) => kind === null).map(([word]) => word)
  const passing = told.filter(([, kind]) => kind === 'ignored').map(([word]) => word)
  const value = { from: status.path, words: Object.fromEntries(told.map(([word, kind]) => [word, kind ?? 'ignored'])) }
  return {
    value,
    isReturning: told.some(([, kind]) => kind === 'returned'),
    notes: [...unknown, ...passing].map((word) => ({
      path: ['kind', 'words', word],
      where: 'beside',
      text: '? does it hold seats',
    })),
    doubts: [
      ...(unknown.length === 0
        ? []
        : [
            `What ${listed(unknown.map(quoted), 'and')} means in ${status.path} of ${name} could not be told, and was taken to hold no seats.`,
          ]),
      ...(passing.length === 0
        ? []
        : [
            `${listed(passing.map(quoted), 'and')} in ${status.path} of ${name} ${passing.length === 1 ? 'was' : 'were'} taken to hold no seats.`,
          ]),
    ],
  }
}

const quoted = (word: string): string => `"${oneLine(word, 40)}"`
