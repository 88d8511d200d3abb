import { countOf } from '../report/count-text.ts'
import { renderGrid } from '../report/grid.ts'
import { plainText } from '../report/plain-text.ts'
import type { Style } from '../report/style.ts'
import { clip, textWidth } from '../report/text-width.ts'
import { indented, labelled } from '../report/wrap-text.ts'
import { comparisonNote, type ComparedRow, type ComparedSide, type Comparison } from './comparison.ts'
import { changeText, differenceText, isMeasured, valueText } from './value-text.ts'

type Sides = Pick<Comparison, 'a' | 'b'>

/** Two results side by side for a person at a terminal. */
export function renderComparison(comparison: Comparison, style: Style): string {
  const { a, b, rows, warnings } = comparison
  const { chalk, width } = style
  const room = Math.max(textWidth(plainText(a.label)), textWidth(plainText(b.label)))
  const paragraphs = [
    [...sideLines(a, room, style), ...sideLines(b, room, style)],
    section(
      'run',
      rows.filter(({ round }) => round === null),
      comparison,
      style,
    ),
    ...roundSections(comparison, style),
    ...(warnings.length === 0
      ? []
      : [warnings.flatMap((text) => labelled({ text: '!', paint: chalk.yellow }, { text }, { width }))]),
    indented({ text: comparisonNote, paint: chalk.dim }, 0, width),
  ]
  return paragraphs.map((lines) => `${lines.join('\n')}\n`).join('\n')
}

function sideLines({ label, scenario, startedAt, seed }: ComparedSide, room: number, { chalk, width }: Style) {
  const facts = [scenario, startedAt.replace('T', ' ').replace(/\.\d+Z$/, ' UTC'), `seed ${seed}`]
  return labelled({ text: label, paint: chalk.bold.cyan }, { text: facts }, { room, width })
}

function roundSections({ rows, ...sides }: Comparison, style: Style): readonly (readonly string[])[] {
  const names = new Set(rows.flatMap(({ round }) => round?.name ?? []))
  return Array.from(names, (name) => {
    const own = rows.filter(({ round }) => round?.name === name)
    return roundSection(name, own, sides, style)
  })
}

/** Of a round that was repeated only the first playing: nobody reads ten tables of the same rows. */
function roundSection(name: string, rows: readonly ComparedRow[], sides: Sides, style: Style): readonly string[] {
  const playings = [...new Set(rows.flatMap(({ round }) => round?.repetition ?? []))]
  const shown = rows.filter(({ round }) => round?.repetition === playings[0])
  const table = section(name, shown, sides, style)
  if (playings.length < 2) return table
  const hint = `${countOf(playings.length - 1, 'more playing')} of this round: see --json`
  return [...table, ...indented({ text: hint, paint: style.chalk.dim }, 0, style.width)]
}

/** A longer label would push the numbers out of a narrow terminal. */
const longestLabel = 20

function section(title: string, rows: readonly ComparedRow[], { a, b }: Sides, style: Style): readonly string[] {
  const columns = [
    { head: title, align: 'left' },
    { head: clip(plainText(a.label), longestLabel), align: 'right' },
    { head: clip(plainText(b.label), longestLabel), align: 'right' },
    { head: 'difference', align: 'right', dispensable: 1 },
    { head: 'change', align: 'right', dispensable: 2 },
  ] as const
  return renderGrid({ columns, rows: rows.filter(isTelling).map((row) => cells(row, style)) }, style)
}

function cells({ metric, unit, a, b, difference, change }: ComparedRow, { chalk }: Style) {
  const isSame = a === b
  const shown = [valueText(a, unit), valueText(b, unit), differenceText(difference, unit), changeText(change)]
  return [
    { text: isMeasured(unit) ? `${metric}, ${unit}` : metric },
    ...shown.map((text) => (isSame ? { text, paint: chalk.dim } : { text })),
  ]
}

const always = new Set(['booked', 'conflict', 'winners', 'conflicts', 'oversold'])

/** Nothing on both sides is worth a line only where somebody looks for it. */
const isTelling = ({ metric, a, b }: ComparedRow): boolean =>
  always.has(metric) || [a, b].some((value) => value !== 0 && value !== null)
