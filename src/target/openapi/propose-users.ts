import type { Note } from '../../operator/commented-yaml.ts'
import type {
  CreateUsers,
  Credentials,
  Scalar,
  Source,
  StepDefinition,
  UsersDefinition,
} from '../contract/definition.ts'
import { fillRequest, type Filled } from './fill-request.ts'
import type { FoundAccounts } from './find-accounts.ts'
import { templatesIn, type Known } from './known.ts'
import { isApiKey, isEmail, isNameOf, isToken } from './likeness.ts'
import { goodShape, type Operation } from './operation.ts'
import { bestPlace, type Likeness } from './place.ts'
import { madeUpDoubts, within, type Proposed } from './proposed.ts'
import { listed } from './rank.ts'
import type { Scheme } from './scheme.ts'

export interface UserNeeds {
  readonly found: FoundAccounts
  /** How whoever books is known. */
  readonly schemes: readonly Scheme[]
  /** What the other parts of the contract ask of a user: `user.id`. */
  readonly asked: readonly string[]
  /** Whether the ledger names users by their email address. */
  readonly namesByEmail: boolean
  /** Whether the ledger names users at all. */
  readonly isNamed: boolean
}

/** Who books, how they get an account, and how they are known. */
export function proposeUsers(needs: UserNeeds, known: Known): Proposed {
  const { found, schemes, namesByEmail } = needs
  const { register, login, probe } = found
  const assumed = schemes.length === 0 && login !== null ? [assumedScheme(login)] : schemes
  const wantsKey = assumed.some(({ kind }) => kind === 'header')
  const registering = register === null ? null : creating(register, known, wantsKey)
  const hasToken = registering !== null && 'token' in registering.captured
  const needsLogin = login !== null && (!hasToken || assumed.some(({ kind }) => kind === 'cookie'))
  const signing = login !== null && needsLogin ? signingIn(login, known, wantsKey) : null
  const captured = new Set([...Object.keys(registering?.captured ?? {}), ...Object.keys(signing?.captured ?? {})])
  const identity = credentialsOf(assumed, captured, known)
  const probing = probe === null ? null : fillRequest(probe, { ...known, purpose: 'look' }).step
  const parts = {
    ...(namesByEmail ? { id: '{{user.email}}' } : {}),
    ...(registering === null ? {} : { create: registering.step }),
    ...(signing === null ? {} : { signIn: signing.step }),
    ...identity.part,
    ...(probing === null ? {} : { probe: probing }),
  } satisfies UsersDefinition
  const isIdNeeded = needs.isNamed && !namesByEmail
  const asked = new Set([...templatesIn(parts), ...needs.asked, ...(isIdNeeded ? ['user.id'] : [])])
  // What an account is made with is not yet what its answer tells.
  const sent = new Set(templatesIn(registering?.step))
  const missing = [...asked]
    .filter((name) => name.startsWith('user.') && (sent.has(name) || !captured.has(name.slice(5))))
    .map((name) => name.slice(5))
  // Who has to be registered somewhere, and cannot be, is brought along.
  const isOpen = registering !== null || (signing === null && !asked.has('user.token') && !asked.has('user.password'))
  const values = isOpen ? valuesFor(registering === null ? [...missing, 'id'] : missing) : {}
  const brought = missing.filter((name) => !(name in values))
  const value = {
    ...(parts.id === undefined ? {} : { id: parts.id }),
    ...(Object.keys(values).length === 0 ? {} : { values }),
    ...parts,
  } satisfies UsersDefinition
  const first = Object.keys(value)[0]
  const bringing = broughtText(brought, isOpen, assumed, known)
  return {
    section: {
      name: 'users',
      intro: [
        `Who books: made by ${register?.name ?? 'nothing that was found'}, signed in by ${
          signing !== null && login !== null
            ? login.name
            : hasToken
              ? 'the token that comes with the account'
              : schemes.length > 0
                ? 'what is sent along'
                : 'nothing'
        }.`,
        ...(first === undefined ? bringing.comment : []),
      ].join('\n'),
      value,
      notes: [
        ...(registering === null ? [] : within(['create'], registering.notes)),
        ...(signing === null ? [] : within(['signIn'], signing.notes)),
        ...identity.notes,
        ...(first === undefined
          ? []
          : bringing.comment.map((text) => ({ path: [first], where: 'above' as const, text }))),
      ],
      isExample: false,
    },
    doubts: [
      ...found.doubts,
      ...(registering?.doubts ?? []),
      ...(signing?.doubts ?? []),
      ...identity.doubts,
      ...(schemes.length === 0 && login !== null
        ? ['The document asks for no credentials where a booking is made; those of the sign-in were taken.']
        : []),
      ...(assumed.length === 0 ? ['The document asks for no credentials where a booking is made.'] : []),
      ...bringing.doubts,
      ...(namesByEmail ? ['The ledger was taken to name users by their email address.'] : []),
    ],
  }
}

/** Who signs in and gets a token is known by it; who gets none is known by a cookie. */
const assumedScheme = (login: Operation): Scheme => {
  const kind = bestPlace(goodShape(login), isToken) === null ? 'cookie' : 'bearer'
  return { id: 'assumed', kind, name: '', told: 'assumed', tokenUrl: '' }
}

interface Taken<Step> {
  readonly step: Step
  readonly captured: Readonly<Record<string, Source>>
  readonly notes: readonly Note[]
  readonly doubts: readonly string[]
}

function creating(register: Operation, known: Known, wantsKey: boolean): Taken<CreateUsers> {
  const filled = fillRequest(register, { ...known, purpose: 'account' })
  const shape = goodShape(register)
  const at = (likeness: Likeness) => bestPlace(shape, likeness)?.path
  const id = at((place) =>
    Math.max(...['user', 'customer', 'account', 'member'].map((noun) => isNameOf(noun)(place)), 0),
  )
  const token = at(isSureToken)
  const key = wantsKey ? at(isApiKey) : undefined
  const email = at((place) => (place.phrase === 'email' ? isEmail(place) : 0))
  const captured = {
    ...(id === undefined ? {} : { id }),
    ...(email === undefined ? {} : { email }),
    ...(token === undefined ? {} : { token }),
    ...(key === undefined ? {} : { apiKey: key }),
  }
  return { ...taken(filled, captured), doubts: madeUpDoubts(filled, register.name) }
}

const isSureToken: Likeness = (place) => (isToken(place) >= 10 ? 10 : 0)

function signingIn(login: Operation, known: Known, wantsKey: boolean): Taken<StepDefinition> {
  const filled = fillRequest(login, { ...known, purpose: 'signIn' })
  const token = bestPlace(goodShape(login), isToken)
  const key = wantsKey ? bestPlace(goodShape(login), isApiKey) : null
  const captured = {
    ...(token === null ? {} : { token: token.path }),
    ...(key === null ? {} : { apiKey: key.path }),
  }
  return { ...taken(filled, captured), doubts: madeUpDoubts(filled, login.name) }
}

const taken = (filled: Filled, captured: Readonly<Record<string, Source>>) => ({
  step: Object.keys(captured).length === 0 ? { ...filled.step } : { ...filled.step, capture: captured },
  captured,
  notes: filled.notes,
})

interface Identity {
  readonly part: Credentials & { readonly cookies?: boolean }
  readonly notes: readonly Note[]
  readonly doubts: readonly string[]
}

/** What users send along with each request. */
function credentialsOf(schemes: readonly Scheme[], captured: ReadonlySet<string>, { secret }: Known): Identity {
  // There is one header for both, so that the first of them is taken.
  const first = schemes.find(({ kind }) => kind === 'bearer' || kind === 'basic')
  const hasOwnKey = captured.has('apiKey')
  const keys = schemes.filter(({ kind }) => kind === 'header').map(({ name }) => name)
  const key = hasOwnKey ? '{{user.apiKey}}' : `\${${secret}_API_KEY}`
  return {
    part: {
      ...(first?.kind === 'bearer' ? { bearer: '{{user.token}}' } : {}),
      ...(first?.kind === 'basic' ? { basic: { username: '{{user.email}}', password: '{{user.password}}' } } : {}),
      ...(schemes.some(({ kind }) => kind === 'cookie') ? { cookies: true } : {}),
      ...(keys.length === 0 ? {} : { headers: Object.fromEntries(keys.map((name) => [name, key])) }),
    },
    notes: hasOwnKey
      ? []
      : keys.map((name) => ({
          path: ['headers', name],
          where: 'beside',
          text: '? one for all users; {{user.apiKey}} for one each',
        })),
    doubts: [
      ...(hasOwnKey ? [] : keys.map((name) => `All users were taken to share one ${name}.`)),
      ...schemes.flatMap(doubtsOf),
    ],
  }
}

function doubtsOf({ kind, id, name, told }: Scheme): readonly string[] {
  if (kind === 'query') return [`The key ${name} is asked for in the query, which has to be said at each request.`]
  return kind === 'other' ? [`How to be known by ${id} (${told}) is not known.`] : []
}

const drawn: Readonly<Record<string, Scalar>> = {
  id: '{{prefix}}-{{number}}',
  email: '{{prefix}}-{{number}}@example.com',
  name: 'User {{number}}',
  username: '{{prefix}}-{{number}}',
  password: 'Secret-{{prefix}}-{{number}}!',
  phone: '+1555{{number}}',
}

/** Fields that every account is given, so that no two are alike. */
const valuesFor = (names: readonly string[]): Readonly<Record<string, Scalar>> =>
  Object.fromEntries(Object.entries(drawn).filter(([name]) => names.includes(name)))

function broughtText(brought: readonly string[], isOpen: boolean, schemes: readonly Scheme[], { secret }: Known) {
  if (brought.length === 0) return { comment: [], doubts: [] }
  const names = listed(brought, 'and')
  const mint = brought.includes('token') && schemes.some(({ kind }) => kind === 'bearer')
  const comment = [
    isOpen
      ? `? Nothing was found that gives a user: ${names}`
      : `? Accounts have to be there already: --users-file FILE with ${names}`,
    ...(mint ? [`? or mint tokens:\njwt:\n  secret: \${${secret}_JWT_SECRET}\n  claims: { sub: '{{user.id}}' }`] : []),
  ]
  const doubt = isOpen
    ? `Nothing was found that gives a user ${names}.`
    : `Nothing was found that makes accounts, so they have to be brought along with ${names}: --users-file FILE.`
  return { comment, doubts: [doubt] }
}
