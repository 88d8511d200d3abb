/** What says nothing of whose API it is. */
const filler = new Set([
  'api',
  'apis',
  'rest',
  'restful',
  'http',
  'web',
  'the',
  'a',
  'an',
  'of',
  'for',
  'open',
  'openapi',
  'service',
  'services',
  'server',
  'public',
  'v',
])

/** The start of names in the environment, from the title of an API: `GIGS` of "Gigs API". */
export function secretPrefix(title: string): string {
  const words = wordsIn(title).filter((word) => !filler.has(word.toLowerCase()) && !/^v?\d+$/i.test(word))
  const prefix = words.slice(0, 3).join('_').toUpperCase().slice(0, 40).replace(/_+$/, '')
  if (prefix === '') return 'TARGET'
  return /^\d/.test(prefix) ? `API_${prefix}` : prefix
}

/** The name of a contract: `gigs` of "Gigs API". */
export function contractName(title: string): string {
  return secretPrefix(title).toLowerCase().replaceAll('_', '-')
}

const wordsIn = (title: string): readonly string[] => title.split(/[^A-Za-z0-9]+/).filter((word) => word !== '')
