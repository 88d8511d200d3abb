import { isMapping, listIn, mappingIn, memberOf, textIn } from './anything.ts'
import type { References } from './references.ts'

/** One way in which a caller is known. */
export interface Scheme {
  /** As the document calls it. */
  readonly id: string
  readonly kind: 'bearer' | 'basic' | 'header' | 'cookie' | 'query' | 'other'
  /** Of the header, the cookie or the parameter. */
  readonly name: string
  /** What the document calls its kind, for people. */
  readonly told: string
  /** Where OAuth 2.0 hands tokens out for a password; empty where it does not. */
  readonly tokenUrl: string
}

/** @returns what to read the schemes that are needed for an operation with */
export function schemeReader(document: unknown, references: References): (operation: unknown) => readonly Scheme[] {
  const told = mappingIn(mappingIn(document, 'components'), 'securitySchemes')
  const schemeOf = (id: string): Scheme => readScheme(id, references.follow(memberOf(told, id)).value)
  return (operation) => {
    const own = memberOf(operation, 'security')
    const requirements = Array.isArray(own) ? listIn(operation, 'security') : listIn(document, 'security')
    const choices = requirements.filter(isMapping).map((requirement) => Object.keys(requirement).map(schemeOf))
    // Any one of them is enough, so it is the first that can be met.
    const choice = choices.find((schemes) => schemes.length > 0 && schemes.every(({ kind }) => kind !== 'other'))
    return choice ?? choices.find((schemes) => schemes.length > 0) ?? []
  }
}

function readScheme(id: string, value: unknown): Scheme {
  const type = textIn(value, 'type')
  const scheme = textIn(value, 'scheme').toLowerCase()
  const place = textIn(value, 'in')
  const name = textIn(value, 'name')
  const tokenUrl = textIn(mappingIn(mappingIn(value, 'flows'), 'password'), 'tokenUrl')
  const told = [type, scheme, place].filter((part) => part !== '').join(' ') || 'nothing that is said'
  const is = (kind: Scheme['kind']): Scheme => ({ id, kind, name, told, tokenUrl })
  if (type === 'http' && (scheme === 'bearer' || scheme === 'basic')) return is(scheme)
  if (type === 'oauth2' || type === 'openIdConnect') return is('bearer')
  if (type !== 'apiKey' || !/^[!#$%&'*+.^_`|~\w-]+$/.test(name)) return is('other')
  if (place === 'header') return is(name.toLowerCase() === 'authorization' ? 'bearer' : 'header')
  return is(place === 'cookie' || place === 'query' ? place : 'other')
}
