import { stripVTControlCharacters } from 'node:util'

/**
 * The text as one line that cannot steer a terminal: names, references and details come from files and servers that
 * nobody here vouches for.
 */
export function plainText(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/[\s\p{Zl}\p{Zp}]/gu, ' ')
    .replaceAll(/[\p{C}\p{Default_Ignorable_Code_Point}]/gu, '')
}
