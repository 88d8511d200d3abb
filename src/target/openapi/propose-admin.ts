import type { Credentials } from '../contract/definition.ts'
import type { Operation } from './operation.ts'
import type { Proposed } from './proposed.ts'
import { listed } from './rank.ts'
import type { Scheme } from './scheme.ts'

/** How the calls that make events and read the ledger are signed in; null where none of them has to be. */
export function proposeAdmin(operations: readonly Operation[], secret: string): Proposed | null {
  const guarded = operations.filter(({ schemes }) => schemes.some(({ kind }) => kind !== 'other'))
  const names = [...new Set(guarded.map(({ name }) => name))]
  const value = credentialsOf(
    guarded.flatMap(({ schemes }) => schemes),
    secret,
  )
  if (Object.keys(value).length === 0) return null
  const secrets = secretsIn(value)
  return {
    section: {
      name: 'admin',
      intro: `Who may do what users may not: ${names.join(', ')}.`,
      value,
      notes: [],
      isExample: false,
    },
    doubts: [
      `${listed(secrets, 'and')} ${secrets.length === 1 ? 'has' : 'have'} to be of somebody who may ${listed(names, 'and')}.`,
    ],
  }
}

const secretsIn = (value: Credentials): readonly string[] =>
  [...JSON.stringify(value).matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name)

function credentialsOf(schemes: readonly Scheme[], secret: string): Credentials {
  // There is one header for both, so that the first of them is taken.
  const first = schemes.find(({ kind }) => kind === 'bearer' || kind === 'basic')
  const named = schemes.flatMap(({ kind, name }): readonly (readonly [string, string])[] => {
    if (kind === 'header') return [[name, `\${${secret}_API_KEY}`]]
    return kind === 'cookie' ? [['cookie', `${name.replaceAll(/[{}$]/g, '')}=\${${secret}_ADMIN_COOKIE}`]] : []
  })
  return {
    ...(first?.kind === 'bearer' ? { bearer: `\${${secret}_ADMIN_TOKEN}` } : {}),
    ...(first?.kind === 'basic'
      ? { basic: { username: `\${${secret}_ADMIN_USER}`, password: `\${${secret}_ADMIN_PASSWORD}` } }
      : {}),
    ...(named.length === 0 ? {} : { headers: Object.fromEntries(named) }),
  }
}
