import { Chalk, supportsColor } from 'chalk'
import type { Style } from '../report/style.ts'
import { widthOf, type Io } from './io.ts'

/** Colour where standard output is a terminal, or FORCE_COLOR asks for it, and nobody said no. */
export function styleOf(io: Io): Style {
  const isWanted = io.stdout.isTTY || io.env['FORCE_COLOR'] !== undefined
  const level = io.mayColour && isWanted && supportsColor ? supportsColor.level : 0
  return { chalk: new Chalk({ level }), width: widthOf(io) }
}
