import type { Answer, SignedIn } from '../../src/target/booking-api.ts'
import { answerParent } from './answer-parent.ts'
import type { Spent } from './client-questions.ts'
import { apiBy } from './mappings.ts'
import { eventId, token } from './request.ts'
import { spentOn } from './spent.ts'

// Makes requests and reads answers, all of which a mapping does for a client, and sends nothing.

/** A number of bookings that are prepared, and have one answer. */
export interface MappingQuestion {
  readonly requests: number
  readonly status: number
  readonly body: string
}

const api = await apiBy(process.argv[2])
const user: SignedIn = { fields: { token }, jar: null }
const event = { id: eventId }

/** @returns how many of the answers said anything, so that none of the work can be left out */
function book({ requests, status, body }: MappingQuestion): number {
  const answer: Answer = {
    status,
    header: (name) => (name === 'content-type' ? 'application/json' : undefined),
    setCookies: () => [],
    isWhole: true,
    body,
  }
  let told = 0
  for (let request = 0; request < requests; request++) {
    const errand = api.book({ user, event, seats: 1, key: `bench-1-${request}-0`, attempt: 1 })
    if (errand.request().body !== null && errand.answered(answer) !== null) told++
  }
  return told
}

answerParent((question: MappingQuestion): Promise<Spent> => spentOn(async () => book(question)))
