/**
 * The words of a name or of a sentence, in lower case and in the singular: `seatsLeft`, `seats_left` and `Seats left` are
 * the same words.
 */
export function wordsOf(text: string): readonly string[] {
  return text
    .slice(0, 2000)
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .replaceAll(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map(singular)
}

export const phraseOf = (text: string): string => wordsOf(text).join(' ')

export const lastWord = (phrase: string): string => phrase.split(' ').at(-1) ?? ''

function singular(word: string): string {
  if (word === 'ids') return 'id'
  if (word.length < 4 || /(?:ss|us|is)$/.test(word)) return word
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`
  if (/(?:sses|xes|ches|shes)$/.test(word)) return word.slice(0, -2)
  return word.endsWith('s') ? word.slice(0, -1) : word
}

/** Words that may stand for each other, each with how much it speaks for what is looked for. */
export type Weights = Readonly<Record<string, number>>

/** The weight of the weightiest of some words. */
export function weightOf(words: readonly string[], weights: Weights): number {
  return Math.max(0, ...words.map((word) => (Object.hasOwn(weights, word) ? (weights[word] ?? 0) : 0)))
}

export const hasAny = (words: readonly string[], wanted: ReadonlySet<string>): boolean =>
  words.some((word) => wanted.has(word))

/** `cart`, or `checkoutSession`. */
export function camelCase(phrase: string): string {
  return phrase.replaceAll(/[^\p{L}\p{N}]+(.?)/gu, (_, letter: string) => letter.toUpperCase())
}
