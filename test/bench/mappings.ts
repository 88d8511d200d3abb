import type { BookingApi } from '../../src/target/booking-api.ts'
import { bookingApi } from '../../src/target/contract/compile.ts'
import { ownContract } from '../../src/target/contract/read-contract.ts'
import { handWrittenApi } from './hand-written-mapping.ts'

/** Ways to the embedded server's API that a client can be told to go. */
export const mappings = ['contract', 'by hand'] as const
export type Mapping = (typeof mappings)[number]

/** Of a server that answers under no path. */
export async function apiBy(mapping: string | undefined): Promise<BookingApi> {
  return mapping === 'by hand' ? handWrittenApi('') : bookingApi(await ownContract(null), 'http://127.0.0.1')
}
