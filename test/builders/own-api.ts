import { bookingApi } from '../../src/target/contract/compile.ts'
import { ownContract } from '../../src/target/contract/read-contract.ts'
import type { Fields, Session, SignedIn } from '../../src/target/booking-api.ts'

/** The contract of the embedded server, as the tool has it where nobody gave a token of the operator. */
export const contract = await ownContract(null)

/** The API of the embedded server, under no path. */
export const api = bookingApi(contract, 'http://target.test')

/** The fields of an event that users book. */
export const concert: Fields = { id: 'e' }

/** Whoever has a token books with it, and with nothing else. */
export const sessionOf = (token: string): Session => ({ fields: { token }, cookies: null })

export const holderOf = (token: string): SignedIn => ({ fields: { token }, jar: null })
