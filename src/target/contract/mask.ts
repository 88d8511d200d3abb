/** Takes out of a text what nobody is to read. */
export type Mask = (text: string) => string

/** @param secrets the longest are taken out first, so that none is left in part */
export function maskOf(secrets: readonly string[]): Mask {
  const told = [...new Set(secrets.flatMap(spellings))]
    .filter((secret) => secret !== '')
    .toSorted((a, b) => b.length - a.length)
  return (text) => told.reduce((masked, secret) => masked.replaceAll(secret, '***'), text)
}

/** As it is, in a path or a form, and within JSON. */
const spellings = (secret: string): readonly string[] => [
  secret,
  encodeURIComponent(secret.toWellFormed()),
  JSON.stringify(secret).slice(1, -1),
]
