import { z } from 'zod'
import { strategies } from '../booking/strategy.ts'
import { duration, flag, mapping, oneOf, slug, wholeNumber } from '../operator/fields.ts'
import { contractJsonSchema } from '../target/contract/schema.ts'
import { arrivalPatterns, arrivingMsMax, usersMax, wavesMax } from './arrivals.ts'
import { bookWhos, cancelBys, cancelWhats, repeatAs, timesMax } from './follow-up.ts'
import { fairnessPolicies } from './fairness-policy.ts'
import { retryKeys, retryPolicies } from './retry-policy.ts'

/*
 * The one definition of a scenario file. The types, the checks, the defaults and the published JSON Schema all come
 * from here. Every message says what is allowed; `complaint.ts` adds where it stands and what was found there.
 */

const bounds = {
  attempts: wholeNumber(1, 10_000).optional().describe('how often a user tries at most, the first time included; 100'),
  deadline: duration(600_000).optional().describe('a user gives up this long after first pressing "buy"; 30s'),
  keyAfterUnknown: oneOf(retryKeys)
    .optional()
    .describe('whether a retry after an answer that never came carries the same idempotency key or a new one; same'),
}

const retry = z
  .union([
    oneOf(retryPolicies),
    z.discriminatedUnion(
      'policy',
      [
        mapping({ policy: z.literal('none') }),
        mapping({ policy: z.literal('immediate'), ...bounds }),
        mapping({
          policy: z.literal('fixed'),
          delay: duration(60_000).optional().describe('the wait between two attempts; 100ms'),
          ...bounds,
        }),
        mapping({
          policy: z.literal('backoff'),
          base: duration(60_000, 1)
            .optional()
            .describe('the longest wait before the second attempt, then doubled; 20ms'),
          cap: duration(600_000, 1).optional().describe('no wait is longer than this; 1s'),
          ...bounds,
        }),
      ],
      `a mapping with \`policy\`, which is one of ${retryPolicies.join(', ')}`,
    ),
  ])
  .describe('what users do after a conflict, a full rate limit or an answer that never came; none')

const arriving = duration(arrivingMsMax, 1)

const arrivals = z
  .union([
    z.literal('burst', 'burst'),
    z.discriminatedUnion(
      'pattern',
      [
        mapping({ pattern: z.literal('burst') }),
        mapping({
          pattern: z.literal('waves'),
          waves: wholeNumber(2, wavesMax).describe('in how many bursts of equal size the users come'),
          interval: arriving.describe('from one wave to the next'),
        }),
        mapping({ pattern: z.literal('ramp'), duration: arriving.describe('over which the rate rises from 0') }),
        mapping({
          pattern: z.literal('rate'),
          perSecond: wholeNumber(1, usersMax).describe('users a second, each of them another, on schedule'),
          duration: arriving.describe('how long users keep coming'),
        }),
        mapping({
          pattern: z.literal('loop'),
          duration: arriving.describe('how long each user goes again as soon as it is answered'),
        }),
      ],
      `a mapping with \`pattern\`, which is one of ${arrivalPatterns.join(', ')}`,
    ),
  ])
  .describe('when users press "buy"; burst, which is all at once')

const fairness = oneOf(fairnessPolicies).describe(
  'who the seats are promised to: lottery (nobody is preferred), fifo (whoever asks first) or none; judged over all ' +
    'repetitions of a round; none',
)

const rateLimit = z.union([
  z.literal('off', 'off'),
  mapping({
    limit: wholeNumber(1, 1_000_000).describe('requests a user may make in each window'),
    window: duration(3_600_000, 1).optional().describe('how long a window is; 1m where nothing is said'),
  }),
])

const server = mapping({
  strategy: oneOf(strategies).optional().describe('how a booking is made; optimistic where nothing is said'),
  processing: duration(60_000).optional().describe('time between the read and the write of a booking; 0ms'),
  rateLimit: rateLimit.optional().describe('60 requests a minute a user where nothing is said'),
}).describe('the embedded server; none of it applies to a target of your own')

const times = wholeNumber(1, timesMax).optional()

const followUp = mapping({
  cancel: mapping({
    what: oneOf(cancelWhats).optional().describe('bookings, places in the queue, or all; bookings'),
    by: oneOf(cancelBys).optional().describe('its owner, or a stranger whose it is not; owner'),
    times: times.describe('how often each is cancelled at once; 1'),
  })
    .optional()
    .describe('bookings are given back'),
  repeat: mapping({
    as: oneOf(repeatAs)
      .optional()
      .describe('same: as before; otherSeats: for another number of seats; otherUser: by the next user; same'),
    times: times.describe('how often each is sent at once; 1'),
  })
    .optional()
    .describe('whoever was given something sends the same idempotency key again'),
  book: mapping({
    who: oneOf(bookWhos).optional().describe('losers, who have nothing, or everyone; losers'),
    times: times.describe('how often each request is sent at once, with one key; 1'),
  })
    .optional()
    .describe('users ask anew, under a new key'),
})
  .refine(
    ({ cancel, repeat, book }) => [cancel, repeat, book].some((part) => part !== undefined),
    'a mapping with at least one of cancel, repeat, book',
  )
  .describe('all of it at once')

const inlineContract = z.record(z.string(), z.unknown(), 'a contract')

const round = mapping({
  name: slug,
  description: z.string('a sentence').optional(),
  capacity: wholeNumber(1, 1_000_000).describe('seats the event has'),
  seats: wholeNumber(1, 1_000_000).describe('seats every user asks for'),
  waitlist: flag.optional().describe('whether the full event keeps a queue; false where nothing is said'),
  processing: duration(60_000).optional().describe("instead of the server's, in this round"),
  users: wholeNumber(1, usersMax)
    .optional()
    .describe('users of this round, where not all of the scenario take part; a rate of arrivals says it by itself'),
  arrivals: arrivals.optional(),
  retry: retry.optional(),
  readers: wholeNumber(0, 100)
    .optional()
    .describe('visitors who look at the event again and again while it is being sold; 0'),
  followUps: z
    .array(followUp, 'a list of what follows the burst')
    .max(20, 'a list of at most 20 follow-ups')
    .optional()
    .describe('what follows the burst on the same event, one after the other'),
  fairness: fairness.optional(),
  expect: z
    .array(z.string('an expectation such as `winners == 1`'), 'a list of expectations such as `winners == 1`')
    .optional()
    .describe('what this round hopes for; see the README for the grammar'),
})

export const scenarioFileSchema = mapping({
  name: slug,
  description: z.string('a sentence').min(1, 'a sentence').describe('one line, shown by `bookload scenarios`'),
  users: wholeNumber(1, usersMax)
    .optional()
    .describe('how many people press "buy"; left out only where a rate of arrivals says it for every round'),
  accounts: wholeNumber(1, usersMax)
    .optional()
    .describe('accounts, each with its token, that the users share in turn; one each where nothing is said'),
  timeout: duration(600_000, 1).optional().describe('how long a user waits for an answer; 30s where nothing is said'),
  settle: duration(60_000)
    .optional()
    .describe('how long a ledger may take to show what was promised, before it counts as missing; 5s'),
  seed: wholeNumber(0, 4_294_967_295).optional().describe('fixes the plan; drawn anew where nothing is said'),
  server: server.optional(),
  arrivals: arrivals.optional(),
  retry: retry.optional(),
  fairness: fairness.optional(),
  target: z
    .union([z.string('the path of a contract'), inlineContract], 'the path of a contract, or a contract itself')
    .optional()
    .describe(
      'how a booking API of your own is talked to: the path of a contract, seen from here, or a contract itself',
    ),
  rounds: z
    .array(round, 'a list of at least one round')
    .min(1, 'a list of at least one round')
    .max(100, 'a list of at most 100 rounds')
    .describe('played one after the other, each on a fresh event'),
}).describe('A bookload scenario')

export type ScenarioFile = z.infer<typeof scenarioFileSchema>
export type RetryField = z.infer<typeof retry>
export type ArrivalsField = z.infer<typeof arrivals>
export type RateLimitField = z.infer<typeof rateLimit>
export type FollowUpField = z.infer<typeof followUp>
export type RoundField = z.infer<typeof round>

/** The JSON Schema (2020-12) of a scenario file, for editors and for other tools. */
export function scenarioJsonSchema(): object {
  const schema = z.toJSONSchema(scenarioFileSchema, {
    override: ({ zodSchema, jsonSchema }) => {
      // A contract is checked by those who know of targets; editors are to know it here as well.
      if (zodSchema === inlineContract) Object.assign(jsonSchema, contractJsonSchema())
    },
  })
  return { $id: 'urn:bookload:scenario:v1', title: 'bookload scenario', ...schema }
}
