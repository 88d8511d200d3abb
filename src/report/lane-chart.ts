import { significant } from './duration-text.ts'
import { clip, padEnd, textWidth } from './text-width.ts'

/** Something that began and ended, in milliseconds on one clock. */
export interface Lane {
  readonly name: string
  readonly fromMs: number
  readonly untilMs: number
}

/** A chart that is wider says no more, and one that is narrower says nothing. */
const columnsMax = 48
const columnsMin = 12

const namesMax = 24

/**
 * Draws lanes below each other on one scale, so that one sees which overlapped, and when each began and ended.
 * @param width in columns of the terminal
 * @returns no lines where there is nothing to compare, or no room
 */
export function laneChart(lanes: readonly Lane[], width: number): readonly string[] {
  const names = Math.min(namesMax, Math.max(0, ...lanes.map(({ name }) => textWidth(name))))
  const columns = Math.min(columnsMax, width - names - 2)
  if (lanes.length < 2 || columns < columnsMin) return []
  const fromMs = Math.min(...lanes.map((lane) => lane.fromMs))
  const untilMs = Math.max(...lanes.map((lane) => lane.untilMs))
  const columnOf = (ms: number): number =>
    untilMs === fromMs ? 0 : Math.round(((ms - fromMs) / (untilMs - fromMs)) * (columns - 1))
  const label = (name: string): string => `${padEnd(clip(name, names), names)}  `
  return [
    ...lanes.map((lane) => label(lane.name) + bar(columnOf(lane.fromMs), columnOf(lane.untilMs))),
    label('') + scale(`${significant(fromMs)} ms`, `${significant(untilMs)} ms`, columns),
  ]
}

/** From one column to another, both of them in it. */
function bar(from: number, until: number): string {
  const length = until - from + 1
  return ' '.repeat(from) + (length === 1 ? '│' : `├${'─'.repeat(length - 2)}┤`)
}

function scale(from: string, until: string, columns: number): string {
  const gap = columns - textWidth(from) - textWidth(until)
  return gap < 1 ? from : from + ' '.repeat(gap) + until
}
