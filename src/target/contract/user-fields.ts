import { listed } from './compile.ts'
import type { ContractDefinition, Steps } from './definition.ts'
import { namesIn } from './template.ts'

/** What a contract asks of an account that is brought along. */
export interface UserFields {
  /** Every field that it cannot do without. */
  readonly needed: readonly string[]
  /** Those by which an account is known to the target, so that no two accounts are one by accident. */
  readonly credentials: readonly string[]
  /** Those of them that travel in headers. */
  readonly inHeaders: readonly string[]
}

export function userFieldsOf({ users, book, cancel, ledger }: ContractDefinition): UserFields {
  const { headers, bearer, basic, jwt, signIn, id, probe, values = {} } = users
  const inHeaders = fieldsIn({ headers, bearer, basic })
  const sent = [...inHeaders, ...fieldsIn(jwt?.claims), ...fieldsIn(signIn)]
  const named = id === undefined && namesUsers(ledger) ? ['id'] : fieldsIn(id)
  // What would make accounts differ that are made here, a row has to bring along.
  const given = Object.entries(values).flatMap(([field, value]) => (namesIn(value).length === 0 ? field : []))
  const made = new Set([...given, ...(jwt === undefined ? [] : ['token']), ...capturedBy(signIn)])
  const brought = (fields: readonly string[]) => [...new Set(fields)].filter((field) => !made.has(field))
  return {
    needed: brought([...named, ...sent, ...fieldsIn(book), ...fieldsIn(cancel), ...fieldsIn(probe)]),
    credentials: brought(sent),
    inHeaders: brought(inHeaders),
  }
}

/** Every field that a contract asks for of somebody who is signed in, and where it first does. */
export function askedOfUsers({ users, book, cancel }: ContractDefinition): ReadonlyMap<string, readonly string[]> {
  const { headers, bearer, basic, id, probe } = users
  const asked = new Map<string, readonly string[]>()
  const add = (value: unknown, path: readonly string[]) => {
    for (const field of fieldsIn(value)) if (!asked.has(field)) asked.set(field, path)
  }
  for (const [name, value] of Object.entries({ headers, bearer, basic, id, probe })) add(value, ['users', name])
  add(book, ['book'])
  add(cancel, ['cancel'])
  return asked
}

/** Whether a ledger says whose its entries are. */
export function namesUsers(ledger: ContractDefinition['ledger']): boolean {
  return typeof ledger === 'function' || ledger?.user !== undefined
}

/** Whether a booking carries its idempotency key; of a function nobody knows. */
export function sendsKeys(book: ContractDefinition['book']): boolean {
  return namesIn(book).includes('key') || listed(book, []).some(({ step }) => typeof step.request === 'function')
}

/** The fields of an account that a text, or the texts in a value, ask for. */
export const fieldsIn = (value: unknown): readonly string[] =>
  namesIn(value).flatMap((name) => (name.startsWith('user.') ? [name.slice('user.'.length)] : []))

function capturedBy(signIn: ContractDefinition['users']['signIn']): readonly string[] {
  if (signIn === undefined || typeof signIn === 'function') return []
  const steps: Steps = signIn
  return listed(steps, []).flatMap(({ step }) => Object.keys(step.capture ?? {}))
}
