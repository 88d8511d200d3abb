import type { Note, Section } from '../../operator/commented-yaml.ts'
import type { Path } from '../../operator/complaint.ts'
import type { Filled } from './fill-request.ts'
import { listed } from './rank.ts'

/** A part of a proposal, and what is not sure about it. */
export interface Proposed {
  readonly section: Section
  readonly doubts: readonly string[]
}

/** Comments of a part, as those of the whole. */
export const within = (path: Path, notes: readonly Note[]): readonly Note[] =>
  notes.map((note) => ({ ...note, path: [...path, ...note.path] }))

/** That something was made up, as one sentence for all of a request. */
export function madeUpDoubts({ madeUp }: Pick<Filled, 'madeUp'>, name: string): readonly string[] {
  const names = [...new Set(madeUp)]
  if (names.length === 0) return []
  const shown = names.length > 6 ? [...names.slice(0, 5), `${names.length - 5} more`] : names
  return [`${name} asks for ${listed(shown, 'and')}, which nothing is known of.`]
}
