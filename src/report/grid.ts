import Table from 'cli-table3'
import { fitColumns, type Column, type FittedColumn } from './grid-fit.ts'
import { plainText } from './plain-text.ts'
import { unpainted, type Style } from './style.ts'
import { clip, textWidth } from './text-width.ts'
import type { Painted } from './wrap-text.ts'

export interface Grid {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Painted[])[]
  /** Stands under a rule of its own. */
  readonly total?: readonly Painted[]
}

/** A bordered table that fits; lines of text, painted. */
export function renderGrid({ columns, rows, total }: Grid, style: Style): readonly string[] {
  const head = columns.map((column): Painted => ({ text: column.head, paint: style.chalk.bold }))
  const cells = [head, ...rows, ...(total ? [total] : [])].map((row) => row.map(tidied))
  const natural = columns.map((_, index) => Math.max(1, ...cells.map((row) => textWidth(row[index]?.text ?? ''))))
  const fitted = fitColumns(columns, natural, style.width)
  const texts = cells.flatMap((row) => fitted.map((column) => setText(row[column.index], column, columns))).values()
  const ruled = new Set([1, ...(total ? [cells.length - 1] : [])])
  return drawFrame(fitted, cells.length, ruled)
    .replaceAll(borders, (border) => style.chalk.gray(border))
    .replaceAll(standIns, () => texts.next().value ?? '')
    .split('\n')
}

/**
 * Draws the table around stand-ins for its texts: what is one or two columns wide changes with every version of
 * Unicode, cli-table3 and this tool need not agree on it, and then the borders would not line up.
 */
function drawFrame(columns: readonly FittedColumn[], height: number, ruled: ReadonlySet<number>): string {
  // cli-table3 draws a rule above a row where its cells say so: with none by default, only the chosen ones remain.
  const table = new Table({ chars: noRules, style: { head: [], border: [] } })
  for (let row = 0; row < height; row++) {
    const chars = ruled.has(row) ? rules : noRules
    table.push(columns.map(({ width }) => ({ content: standIn.repeat(width), chars })))
  }
  return table.toString()
}

/** One cell's text, cut or padded to exactly the width of its column. */
function setText(cell: Painted | undefined, { index, width }: FittedColumn, columns: readonly Column[]): string {
  const { text, paint = unpainted } = cell ?? { text: '' }
  const shown = clip(text, width)
  const space = ' '.repeat(Math.max(0, width - textWidth(shown)))
  return columns[index]?.align === 'right' ? `${space}${paint(shown)}` : `${paint(shown)}${space}`
}

/** Of private use, so that no text holds it: `plainText` takes such characters out. */
const standIn = '\u{E000}'
const standIns = /\u{E000}+/gu

const noRules = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' }
const rules = { mid: '─', 'left-mid': '├', 'mid-mid': '┼', 'right-mid': '┤' }
const borders = /[─┌┬┐├┼┤└┴┘│]+/g

const tidied = ({ text, paint = unpainted }: Painted): Painted => ({ text: plainText(text), paint })
