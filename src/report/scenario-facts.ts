import { z } from 'zod'
import type { Arrivals } from '../scenario/arrivals.ts'
import type { Result, RoundResult } from './result.ts'

/*
 * A result keeps its scenario as it was, so that results of other versions stay readable: what follows reads the few
 * fields a report mentions, and does without those that are not there.
 */

const named = z.object({ name: z.string() })
const scenarioRounds = z.object({ rounds: z.array(z.unknown()) })
const wantedSeats = z.object({ seats: z.number() })
const retried = z.object({ retry: z.object({ policy: z.string() }) })
const arriving = z.object({
  arrivals: z.discriminatedUnion('pattern', [
    z.object({ pattern: z.literal('burst') }),
    z.object({ pattern: z.literal('waves'), waves: z.number(), intervalMs: z.number() }),
    z.object({ pattern: z.literal('ramp'), durationMs: z.number() }),
    z.object({ pattern: z.literal('rate'), perSecond: z.number(), durationMs: z.number() }),
    z.object({ pattern: z.literal('loop'), durationMs: z.number() }),
  ]),
})

export const scenarioName = ({ scenario }: Result): string => named.safeParse(scenario).data?.name ?? 'unnamed scenario'

/** How many seats every user of a round wanted, or null where the scenario does not say. */
export function seatsWanted(result: Result, round: RoundResult): number | null {
  return wantedSeats.safeParse(settingOf(result, round)).data?.seats ?? null
}

/** When the users of a round pressed "buy"; a burst where the scenario does not say, as in earlier versions. */
export function arrivalsOf(result: Result, round: RoundResult): Arrivals {
  return arriving.safeParse(settingOf(result, round)).data?.arrivals ?? { pattern: 'burst' }
}

/** Whether the users of a round tried again after a refusal. */
export function usersRetried(result: Result, round: RoundResult): boolean {
  return (retried.safeParse(settingOf(result, round)).data?.retry.policy ?? 'none') !== 'none'
}

/** The round as the scenario describes it. */
function settingOf({ scenario }: Result, round: RoundResult): unknown {
  const rounds = scenarioRounds.safeParse(scenario).data?.rounds ?? []
  return rounds.find((candidate) => named.safeParse(candidate).data?.name === round.name)
}
