import { z } from 'zod'

const count = z.int().nonnegative()
const share = z.number().min(0).max(1)
const spread = z.number().nonnegative().nullable()

/** What the playings of each round say of those that were not played. */
export const confidenceSection = z.array(
  z.strictObject({
    round: z.string(),
    playings: count,
    trials: count.describe(
      'the playings that count: the contended ones that were played to their end and ruled on, and whichever broke a rule',
    ),
    violated: count.describe('of those, how many broke a rule'),
    leftOut: z
      .strictObject({ interrupted: count, notContended: count, inconclusive: count })
      .describe('the playings that do not count, by the first reason that applies'),
    share: z
      .strictObject({
        low: share,
        high: share,
        level: z.number().describe('how sure it is'),
        method: z.enum(['exact', 'wilson']),
      })
      .nullable()
      .describe(
        'of such rounds, how large a part breaks a rule: exact and one-sided where none did, else the score interval of Wilson; null where no playing counts',
      ),
    spreadMs: spread.describe('from the first send of the burst to the last, the median of the playings that count'),
  }),
)

/** How often the same plan caught a server that is known to oversell. */
export const controlSection = z.strictObject({
  strategy: z.literal('naive').describe('how the embedded server booked'),
  rounds: z.array(
    z.strictObject({
      round: z.string(),
      playings: count.describe('those that were played to their end'),
      caught: count.describe('of those, how many broke a rule that could rule in the run itself'),
      share: z
        .strictObject({ low: share, high: share, level: z.number().describe('how sure it is') })
        .describe('how large a part of such rounds catches it, by the score interval of Wilson'),
      rules: z
        .array(z.strictObject({ id: z.string(), playings: count }))
        .describe('what caught it, and in how many playings'),
      spreadMs: spread.describe('from the first send of the burst to the last, the median of the playings'),
    }),
  ),
  durationMs: z.number().nonnegative(),
  partial: z.boolean().describe('it was interrupted'),
  failure: z.string().nullable().describe('why it could not be carried through, in one sentence; null when it could'),
})

export type ConfidenceSection = z.infer<typeof confidenceSection>
export type ControlSection = z.infer<typeof controlSection>
