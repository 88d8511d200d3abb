import { plainText } from './plain-text.ts'
import { beginning } from './text-width.ts'

/** A text in lines as it has them, each broken where it is too long: told as it is, it is neither filled nor cut. */
export function brokenLines(text: string, width: number): readonly string[] {
  return text.split(/\r?\n/).flatMap((line) => pieces(plainText(line), width))
}

function pieces(line: string, width: number): readonly string[] {
  const found: string[] = []
  let rest = line
  do {
    // A character wider than the line still has to go somewhere.
    const piece = beginning(rest, width) || rest.slice(0, 1)
    found.push(piece)
    rest = rest.slice(piece.length)
  } while (rest !== '')
  return found
}
