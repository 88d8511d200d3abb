import { Document, isMap, isPair, isScalar, isSeq, type Node, type ToStringOptions } from 'yaml'
import type { Path } from './complaint.ts'

/** A comment at something in a section: on lines of its own before it, behind it, or after all that it holds. */
export interface Note {
  readonly path: Path
  readonly where: 'above' | 'beside' | 'below'
  readonly text: string
}

/** A field at the top of a file for people, with what is to be said of it. */
export interface Section {
  readonly name: string
  readonly value: unknown
  readonly intro: string
  readonly notes: readonly Note[]
  /** Whether it is only shown as an example, commented out. */
  readonly isExample: boolean
}

const columns = 110

/** Writes a section with its comments, short mappings and lists on one line. */
export function writeSection({ name, value, intro, notes, isExample }: Section): string {
  const document = new Document({ [name]: value })
  const root = document.contents
  if (root !== null) fold(root, [], notes)
  for (const note of notes) addNote(document, [name, ...note.path], note)
  const body = document.toString(options)
  const commented = body.trimEnd().split('\n')
  return [...commentLines(intro), ...(isExample ? commented.map((line) => `# ${line}`.trimEnd()) : commented), ''].join(
    '\n',
  )
}

/** A text as lines of comment. */
export function commentLines(text: string): readonly string[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => wrapped(line).map((piece) => `# ${piece}`))
}

const options: ToStringOptions = { lineWidth: 0, singleQuote: true, flowCollectionPadding: true }

function wrapped(line: string): readonly string[] {
  const lines: string[] = []
  for (const word of line.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < columns) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/**
 * A collection that is short and has no comment in it is easier to read on one line, unless it is a request of its own or a list
 * of mappings.
 */
function fold(node: unknown, path: Path, notes: readonly Note[]): void {
  if (!isMap(node) && !isSeq(node)) return
  const isRequest = isMap(node) && node.has('request')
  const isTable = isSeq(node) && node.items.length > 1 && node.items.some(isMap)
  const isShort = lengthOf(node.toJSON()) + path.length * 2 < columns
  if (path.length >= 2 && isShort && !isRequest && !isTable && !hasNoteIn(notes, path.slice(1))) {
    node.flow = true
    return
  }
  for (const [index, item] of node.items.entries()) {
    if (isPair(item)) fold(item.value, [...path, isScalar(item.key) ? String(item.key.value) : ''], notes)
    else fold(item, [...path, index], notes)
  }
}

/** Characters that a value takes on one line, more or less. */
function lengthOf(value: unknown): number {
  const text = JSON.stringify(value)
  return text.replaceAll('"', '').length + text.replaceAll(/[^,:]/g, '').length + 4
}

const hasNoteIn = (notes: readonly Note[], path: Path): boolean =>
  notes.some(
    (note) =>
      path.every((part, index) => note.path[index] === part) &&
      (note.path.length > path.length || note.where === 'below'),
  )

function addNote(document: Document, path: Path, { where, text }: Note): void {
  const comment = text
    .split('\n')
    .map((line) => ` ${line}`)
    .join('\n')
  const node = document.getIn(path, true)
  if (!isScalar(node) && !isMap(node) && !isSeq(node)) return
  const hasNoSide = where === 'beside' && !isScalar(node) && node.flow !== true
  if (where === 'above' || hasNoSide) {
    const key = keyAt(document, path)
    if (key !== null) key.commentBefore = joined(key.commentBefore, comment)
    return
  }
  node.comment = where === 'beside' && node.comment ? `${node.comment};${comment}` : joined(node.comment, comment)
}

const joined = (before: string | null | undefined, comment: string): string =>
  before ? `${before}\n${comment}` : comment

/** What a comment above something is hung on: its key, or itself where it is an item of a list. */
function keyAt(document: Document, path: Path): Node | null {
  const parent = document.getIn(path.slice(0, -1), true)
  const last = path.at(-1)
  if (isSeq(parent) && typeof last === 'number') {
    const item = parent.items[last]
    return isScalar(item) || isMap(item) || isSeq(item) ? item : null
  }
  if (!isMap(parent)) return null
  const pair = parent.items.find(({ key }) => isScalar(key) && key.value === last)
  return isScalar(pair?.key) ? pair.key : null
}
