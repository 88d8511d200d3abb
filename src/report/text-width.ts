import { stripVTControlCharacters } from 'node:util'

/** Characters that terminals draw two columns wide. Regional indicators count one each: two of them make one flag. */
const wide =
  /(?!\p{Regional_Indicator})[\p{Emoji_Presentation}\u{1100}-\u{115f}\u{2e80}-\u{303e}\u{3040}-\u{3247}\u{3250}-\u{4dbf}\u{4e00}-\u{a4c6}\u{a960}-\u{a97c}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe30}-\u{fe6b}\u{ff01}-\u{ff60}\u{ffe0}-\u{ffe6}\u{20000}-\u{3fffd}]/u
/** Marks that stand on the character before them. */
const combining = /\p{M}/u

/** How many columns of a terminal a line takes; colour codes take none. */
export function textWidth(text: string): number {
  let width = 0
  for (const character of stripVTControlCharacters(text)) width += characterWidth(character)
  return width
}

/** The longest beginning of a plain text that fits, whole characters only. */
export function beginning(text: string, width: number): string {
  let used = 0
  let end = 0
  for (const character of text) {
    used += characterWidth(character)
    if (used > width) break
    end += character.length
  }
  return text.slice(0, end)
}

/** A plain text that fits, with an ellipsis where it had to be cut. */
export function clip(text: string, width: number): string {
  return textWidth(text) <= width ? text : `${beginning(text, width - 1)}…`
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)))
}

function characterWidth(character: string): number {
  if (combining.test(character)) return 0
  return wide.test(character) ? 2 : 1
}
