import { plainText } from './plain-text.ts'
import { unpainted, type Paint } from './style.ts'
import { beginning, padEnd, textWidth } from './text-width.ts'

export interface Painted {
  readonly text: string
  readonly paint?: Paint
}

export interface Prose {
  /** A sentence, or a list of facts: those are set with a dot between them, and a line breaks between facts only. */
  readonly text: string | readonly string[]
  readonly paint?: Paint
}

/** A sentence in lines; a word too long for any line is broken. */
export function wrapText(text: string, width: number): readonly string[] {
  const words = plainText(text).split(' ')
  return filled(
    words.flatMap((word) => pieces(word, width)),
    ' ',
    width,
  )
}

/** Prose set in from the left, with every line painted alike. */
export function indented({ text, paint = unpainted }: Prose, indent: number, width: number): readonly string[] {
  const room = Math.max(1, width - indent)
  const lines = typeof text === 'string' ? wrapText(text, room) : wrapFacts(text, room)
  return lines.map((line) => `${' '.repeat(indent)}${paint(line)}`)
}

interface Shape {
  readonly indent?: number
  /** Columns to keep for the label, so that several texts start in line. */
  readonly room?: number
  readonly width: number
}

/**
 * A label with prose beside it, whose further lines hang clear of the label. Where a wide label would leave the prose
 * too narrow a column, it goes beneath.
 */
export function labelled(label: Painted, prose: Prose, shape: Shape): readonly string[] {
  const text = plainText(label.text)
  const { indent = 0, room = textWidth(text), width } = shape
  const hang = indent + room + 2
  if (width - hang < Math.min(32, width / 2)) {
    return [...indented({ ...label, text: text.trimEnd() }, indent, width), ...indented(prose, indent + 4, width)]
  }
  const [first = '', ...rest] = indented(prose, hang, width)
  const { paint = unpainted } = label
  return [`${' '.repeat(indent)}${padEnd(paint(text), room)}  ${first.slice(hang)}`.trimEnd(), ...rest]
}

function wrapFacts(facts: readonly string[], width: number): readonly string[] {
  return filled(
    facts.flatMap((fact) => wrapText(fact, width)),
    ' · ',
    width,
  )
}

/** Puts as many chunks on each line as fit. */
function filled(chunks: readonly string[], between: string, width: number): readonly string[] {
  const lines: string[] = []
  for (const chunk of chunks) {
    const longer = `${lines.at(-1)}${between}${chunk}`
    if (lines.length > 0 && textWidth(longer) <= width) lines[lines.length - 1] = longer
    else lines.push(chunk)
  }
  return lines
}

function pieces(word: string, width: number): readonly string[] {
  const found: string[] = []
  let rest = word
  while (textWidth(rest) > width) {
    // A character wider than the line still has to go somewhere.
    const piece = beginning(rest, width) || String.fromCodePoint(rest.codePointAt(0) ?? 0)
    found.push(piece)
    rest = rest.slice(piece.length)
  }
  return [...found, rest]
}
