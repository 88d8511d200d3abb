/** A list of entity tags, or `*`: what If-Match and If-None-Match may hold. */
export const entityTagsPattern = String.raw`^\s*(\*|(W/)?"[^"]*"(\s*,\s*(W/)?"[^"]*")*)\s*$`

/** The entity tag of a version of an event. */
export const entityTag = (version: number): string => `"${version}"`

/** The versions that If-Match allows; null where it allows any. Weak tags match nothing here (RFC 9110, 13.1.1). */
export function versionsAllowed(ifMatch: string | undefined): readonly number[] | null {
  if (ifMatch === undefined || ifMatch.trim() === '*') return null
  return [...ifMatch.matchAll(/(W\/)?"([^"]*)"/g)]
    .filter(([, weak]) => weak === undefined)
    .map(([, , tag = '']) => (/^[1-9]\d*$/.test(tag) ? Number(tag) : Number.NaN))
}

/** Whether If-None-Match names this version; weak tags match as well as strong ones (RFC 9110, 13.1.2). */
export function namesVersion(ifNoneMatch: string | undefined, version: number): boolean {
  if (ifNoneMatch === undefined) return false
  if (ifNoneMatch.trim() === '*') return true
  return [...ifNoneMatch.matchAll(/"[^"]*"/g)].some(([tag]) => tag === entityTag(version))
}
