import { z } from 'zod'
import type { Result, RoundResult } from './result.ts'

/*
 * A result keeps its scenario as it was, so that results of other versions stay readable: what follows reads the few
 * fields a report mentions, and does without those that are not there.
 */

const named = z.object({ name: z.string() })
const scenarioRounds = z.object({ rounds: z.array(z.unknown()) })
const wantedSeats = z.object({ seats: z.number() })

export const scenarioName = ({ scenario }: Result): string => named.safeParse(scenario).data?.name ?? 'unnamed scenario'

/** How many seats every user of a round wanted, or null where the scenario does not say. */
export function seatsWanted({ scenario }: Result, round: RoundResult): number | null {
  const rounds = scenarioRounds.safeParse(scenario).data?.rounds ?? []
  const own = rounds.find((candidate) => named.safeParse(candidate).data?.name === round.name)
  return wantedSeats.safeParse(own).data?.seats ?? null
}
