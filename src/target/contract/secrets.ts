import type { Fields } from '../booking-api.ts'
import type { ToldContract } from './compile.ts'
import type { ContractDefinition, Credentials, UsersDefinition } from './definition.ts'
import { parsed } from './read-answer.ts'
import { namesIn, textOf } from './template.ts'
import { fieldsIn } from './user-fields.ts'

/** What is called like this is a secret, whatever it is used for. */
const secretName = /pass(?:word|wd|phrase|code)|secret|token|credential|api.?key|key$|session|^sid$|csrf|xsrf|otp/i

/** What people and systems are called by: some let whoever says so be that user, but then there is nothing to hide. */
const openNames = new Set(['id', 'email', 'mail', 'user', 'username', 'login', 'name', 'phone', 'sub', 'tenant'])

/** A word that is only taken for a secret has to be long, or half of a page would be taken out for its sake. */
const leastGuessed = 8

export const looksSecret = (name: string): boolean => secretName.test(name)

/**
 * Everything that is neither to be printed nor recorded of a walk through a contract: what came from the environment,
 * what accounts are signed in with, and what goes along to be known by.
 * @param accounts every account that there was, with whatever was known of it by then
 */
export function secretsOf({ definition, secrets }: ToldContract, accounts: readonly Fields[]): readonly string[] {
  const isSecret = secretFieldOf(definition.users)
  const held = accounts.flatMap((fields) =>
    Object.entries(fields).flatMap(([name, value]) => (isSecret(name) ? textOf(value) : [])),
  )
  return [...secrets, ...held, ...sentAlong(definition).filter(isLong)]
}

/** The headers by which somebody is known, in lower case. */
export function credentialHeaders({ admin, users }: ContractDefinition): ReadonlySet<string> {
  const named = [admin, users].flatMap((credentials) => Object.keys(credentials?.headers ?? {}))
  return new Set(named.map((name) => name.toLowerCase()))
}

/** Texts that a body has under a name that sounds secret, such as a token that nobody captured: JSON, or a form. */
export function secretsIn(body: string): readonly string[] {
  const fields: unknown = parsed(body) ?? Object.fromEntries(new URLSearchParams(body))
  return secretsUnder(fields)
}

function secretsUnder(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, member]) =>
    typeof member === 'string' && looksSecret(name) && isLong(member) ? [member] : secretsUnder(member),
  )
}

/** The values of cookies; what is short is a setting, such as a language. */
export function secretsInCookies(pairs: readonly string[]): readonly string[] {
  return pairs.map((pair) => pair.slice(pair.indexOf('=') + 1).trim()).filter(isLong)
}

function secretFieldOf(users: UsersDefinition): (name: string) => boolean {
  const { headers, bearer, basic, signIn, id } = users
  const sent = new Set(fieldsIn({ headers, bearer, basic, signIn }))
  const open = new Set([...openNames, ...fieldsIn(id)])
  return (name) => looksSecret(name) || (sent.has(name) && !open.has(name))
}

/** What stands in the contract itself, with nothing to be filled in. */
function sentAlong({ admin, users }: ContractDefinition): readonly string[] {
  return [admin, users]
    .flatMap((credentials) => textsOf(credentials ?? {}))
    .filter((text) => namesIn(text).length === 0)
}

const textsOf = ({ headers = {}, bearer, basic }: Credentials): readonly string[] =>
  [...Object.values(headers), bearer, basic?.password].flatMap((text) => text ?? [])

const isLong = (text: string): boolean => text.length >= leastGuessed
