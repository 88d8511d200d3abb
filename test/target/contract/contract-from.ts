import { readYaml } from '../../../src/operator/yaml-file.ts'
import type { BookingApi, Session, SignedIn, Wish } from '../../../src/target/booking-api.ts'
import { bookingApi, type ToldContract } from '../../../src/target/contract/compile.ts'
import { parseContract } from '../../../src/target/contract/read-contract.ts'

/** Parts of a contract; what is left out is as in the simplest that there is. */
export interface Parts {
  readonly top?: string
  readonly users?: string
  readonly event?: string
  readonly book?: string
  readonly rest?: string
}

/** A contract, its parts in this order, each on a line of its own where it is not longer. */
export function textFrom({
  top = 'name: shop\nbaseUrl: http://127.0.0.1:4000/api',
  users = 'users: { values: { id: "{{prefix}}-{{number}}" } }',
  event = 'event: { id: e1 }',
  book = 'book: { request: POST /orders, answers: [{ status: 201, is: booked, reference: $.id }] }',
  rest = '',
}: Parts = {}): string {
  return [top, users, event, book, rest].filter((part) => part !== '').join('\n')
}

export function contractFrom(parts: Parts = {}, environment: Readonly<Record<string, string>> = {}): ToldContract {
  return parseContract(readYaml(textFrom(parts), 'shop.yaml'), { file: 'shop.yaml', environment })
}

/** What a run does with a contract. */
export function apiFrom(parts: Parts = {}, environment: Readonly<Record<string, string>> = {}): BookingApi {
  const told = contractFrom(parts, environment)
  return bookingApi(told, told.definition.baseUrl)
}

export const someone: SignedIn = { fields: { id: 'u1', token: 'abc' }, jar: null }

export const wishOf = (more: Partial<Wish> = {}): Wish => ({
  user: someone,
  event: { id: 'e1' },
  seats: 2,
  key: 'k-1',
  attempt: 1,
  ...more,
})

/** One account, signed in to an API. */
export async function signedIn(api: BookingApi, session: Session): Promise<SignedIn> {
  const [user] = await api.signIn([session])
  if (user === undefined) throw new TypeError('nobody was signed in')
  return user
}
