/** Takes out of a text what nobody is to read. */
export type Mask = (text: string) => string

/** @param secrets the longest are taken out first, so that none is left in part */
export function maskOf(secrets: readonly string[]): Mask {
  const told = [...new Set(secrets)].filter((secret) => secret !== '').toSorted((a, b) => b.length - a.length)
  return (text) => told.reduce((masked, secret) => masked.replaceAll(secret, '***'), text)
}
