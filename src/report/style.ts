import type { ChalkInstance } from 'chalk'

/** How a renderer may write: the caller decides on colour and width, so that a renderer needs no terminal. */
export interface Style {
  /** At level 0 it paints nothing. */
  readonly chalk: ChalkInstance
  /** In columns of the terminal; no line is wider. */
  readonly width: number
}

/** Colours text without changing its width. Always the last step: what is measured or cut is plain. */
export type Paint = (text: string) => string

export const unpainted: Paint = (text) => text
