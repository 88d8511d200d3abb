import { isThisMachine } from '../this-machine.ts'
import { isMapping, listIn, mappingIn, memberOf, oneLine, textIn } from './anything.ts'

export interface ProposedUrl {
  readonly url: string
  /** The host, where it is not this machine. */
  readonly owner: string | null
  readonly doubts: readonly string[]
}

const local = 'http://127.0.0.1:3000'

/** Where the API starts: of several servers, the one on this machine. */
export function proposeBaseUrl(document: unknown): ProposedUrl {
  const told = listIn(document, 'servers').filter(isMapping).map(urlOf)
  const servers = told.flatMap((url) => {
    const found = absolute(url)
    return found === null ? [] : [{ url, found }]
  })
  const own = servers.find(({ found }) => isThisMachine(new URL(found).hostname))
  const chosen = own ?? servers[0]
  if (chosen === undefined) {
    const why = told.length === 0 ? 'names no server' : `names ${oneLine(told[0] ?? '', 60)} as its server`
    return { url: local, owner: null, doubts: [`The document ${why}; baseUrl was taken to be ${local}.`] }
  }
  const { hostname } = new URL(chosen.found)
  const isRelative = chosen.url.startsWith('/') || chosen.url === ''
  const isHere = isThisMachine(hostname)
  return {
    url: chosen.found,
    owner: isHere ? null : hostname,
    doubts: [
      ...(isRelative
        ? [
            `The server of the document is ${oneLine(chosen.url, 60) || '/'}, without a host; baseUrl was taken to be ${chosen.found}.`,
          ]
        : []),
      ...(isHere
        ? []
        : [
            `The API is at ${hostname}, which is not this machine: say owner if it is yours to load, or another baseUrl.`,
          ]),
      ...(own === undefined && servers.length > 1
        ? [`The document names ${servers.length} servers; the first was taken.`]
        : []),
    ],
  }
}

/** With each variable at its default. */
function urlOf(server: unknown): string {
  const variables = mappingIn(server, 'variables')
  return textIn(server, 'url').replaceAll(/\{([^{}]*)\}/g, (whole, name: string) => {
    const variable = memberOf(variables, name)
    return textIn(variable, 'default') || whole
  })
}

function absolute(url: string): string | null {
  const text = url === '/' || url === '' ? local : url.startsWith('/') && !url.startsWith('//') ? `${local}${url}` : url
  const trimmed = text.replace(/\/+$/, '')
  const isUsable =
    /^https?:\/\/[^\s?#${}]+$/.test(trimmed) && trimmed.length < 500 && URL.canParse(trimmed) && !/\p{C}/u.test(trimmed)
  return isUsable ? trimmed : null
}
