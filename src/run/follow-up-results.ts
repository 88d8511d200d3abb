import { cancelOutcomeKinds, type CancelOutcomeCounts, type CancelOutcomeKind } from '../booking/cancellation.ts'
import type { RoundFacts } from '../judge/facts.ts'
import type { RoundPlan } from '../plan/plan.ts'
import { stepOf } from '../record/step-of.ts'
import type { Cancellation } from '../record/cancellation.ts'
import { tallyAttempts } from '../record/tally.ts'
import type { RoundResult } from '../report/result.ts'
import { followUpText } from '../scenario/follow-up.ts'

/** What came of that which followed the burst; nothing of a round in which nothing did. */
export function followUpsOf(plan: Pick<RoundPlan, 'followUps'>, facts: RoundFacts): Pick<RoundResult, 'followUps'> {
  const { history, cancellations } = facts
  const last = cancellations.reduce((most, { step }) => Math.max(most, step), history.step.reduce(largest, 0))
  if (last === 0) return {}
  return {
    followUps: Array.from({ length: last }, (_, index) => {
      const step = index + 1
      const followUp = plan.followUps[index]
      const asked = stepOf(history, step)
      const cancelled = cancellations.filter((cancellation) => cancellation.step === step)
      return {
        ...(followUp ? { description: followUpText(followUp) } : {}),
        spreadMs: spreadMs([...asked.sentUs, ...cancelled.map(({ sentUs }) => sentUs)]),
        bookings: tallyAttempts(asked),
        cancellations: tallyCancellations(cancelled),
      }
    }),
  }
}

const largest = (most: number, number: number): number => Math.max(most, number)

function spreadMs(sentUs: readonly number[]): number {
  const ascending = Float64Array.from(sentUs).sort()
  return ((ascending.at(-1) ?? 0) - (ascending.at(0) ?? 0)) / 1000
}

function tallyCancellations(cancellations: readonly Cancellation[]): CancelOutcomeCounts {
  const count = (kind: CancelOutcomeKind): number => cancellations.filter(({ outcome }) => outcome.kind === kind).length
  const [cancelled, gone, refused, unknown] = cancelOutcomeKinds
  return {
    [cancelled]: count(cancelled),
    [gone]: count(gone),
    [refused]: count(refused),
    [unknown]: count(unknown),
  }
}
