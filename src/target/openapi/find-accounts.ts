import { isEmail, isPassword, isToken } from './likeness.ts'
import { goodShape, lastNoun, type Operation } from './operation.ts'
import { bestPlace, placesIn } from './place.ts'
import { rank, rivalDoubts } from './rank.ts'
import type { Scheme } from './scheme.ts'
import { ownWords, userWords } from './vocabulary.ts'
import { hasAny, lastWord } from './words.ts'

/** How somebody gets an account, and is known by it. */
export interface FoundAccounts {
  readonly register: Operation | null
  readonly login: Operation | null
  /** A call that changes nothing, for which one has to be known. */
  readonly probe: Operation | null
  readonly doubts: readonly string[]
}

/** @param schemes how whoever books is known */
export function findAccounts(operations: readonly Operation[], schemes: readonly Scheme[]): FoundAccounts {
  const registers = rank(operations, registerScore)
  const logins = rank(
    operations.filter((one) => one !== registers[0]?.operation),
    loginScore,
  )
  return {
    register: registers[0]?.operation ?? null,
    login: logins[0]?.operation ?? null,
    probe: schemes.length === 0 ? null : (rank(operations, (one) => probeScore(one, schemes))[0]?.operation ?? null),
    doubts: [...rivalDoubts(registers, 'how an account is made', 3), ...rivalDoubts(logins, 'the sign-in', 3)],
  }
}

const registerWords = new Set(['register', 'registration', 'signup', 'join'])
const loginWords = new Set([
  'login',
  'signin',
  'token',
  'authenticate',
  'authentication',
  'session',
  'auth',
  'logon',
  'oauth',
])
const laterWords = new Set([
  'reset',
  'forgot',
  'forgotten',
  'change',
  'refresh',
  'revoke',
  'verify',
  'logout',
  'confirm',
  'recover',
  'invite',
])

const hasPair = (words: readonly string[], pair: string): boolean => words.join(' ').includes(pair)

function registerScore(operation: Operation): number {
  const { method, id, summary, parameters } = operation
  if (method !== 'POST' || parameters.some((one) => one.in === 'path')) return 0
  const last = lastNoun(operation).split(' ')
  if (hasAny([...last, ...id], laterWords) || hasAny(last, loginWords)) return 0
  const isRegister = hasAny([...last, ...id], registerWords) || hasPair([...id, ...summary], 'sign up')
  const makesUser = userWords.has(lastWord(lastNoun(operation)))
  const inBody = placesIn(operation.body?.shape ?? null).filter(({ depth }) => depth <= 2)
  const password = inBody.some((place) => isPassword(place) > 0)
  const email = inBody.some((place) => isEmail(place) > 0)
  if (!(isRegister && (password || email)) && !(makesUser && (password || email))) return 0
  return (isRegister ? 8 : 0) + (makesUser ? 6 : 0) + (password ? 4 : 0) + (email ? 2 : 0)
}

function loginScore(operation: Operation): number {
  const { method, id, summary } = operation
  if (method !== 'POST') return 0
  const last = lastNoun(operation).split(' ')
  if (hasAny([...last, ...id], laterWords) || hasAny(last, registerWords)) return 0
  const password = placesIn(operation.body?.shape ?? null).some((place) => place.depth <= 2 && isPassword(place) > 0)
  const isLogin = hasAny([...last, ...id, ...summary], loginWords) || hasPair([...id, ...summary], 'sign in')
  const token = bestPlace(goodShape(operation), isToken) !== null
  const cookie = operation.answers.some(({ headers }) => headers.includes('set-cookie'))
  if (!password || !(isLogin || token || cookie)) return 0
  return (isLogin ? 8 : 0) + (token ? 5 : 0) + (cookie ? 3 : 0) - (userWords.has(last.at(-1) ?? '') ? 4 : 0)
}

function probeScore(operation: Operation, schemes: readonly Scheme[]): number {
  const { method, parameters, nouns } = operation
  if (method !== 'GET' || parameters.some(({ isRequired }) => isRequired)) return 0
  if (!schemes.every(({ id }) => operation.schemes.some((one) => one.id === id))) return 0
  if (nouns.includes('admin')) return 0
  const last = lastNoun(operation).split(' ')
  const isOwn = hasAny([...last, ...nouns], ownWords) || hasAny(last, new Set(['profile', 'account', 'whoami']))
  return isOwn ? 5 : 0
}
