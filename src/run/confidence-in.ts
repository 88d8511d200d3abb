import { confidencePerRound } from '../judge/confidence.ts'
import { confidenceLevel } from '../judge/interval.ts'
import type { Playing } from '../judge/playing.ts'
import type { ConfidenceSection } from '../report/confidence-section.ts'
import type { RoundResult } from '../report/result.ts'

/** How rare violations are, as a result tells it. */
export function confidenceIn(playings: readonly Playing[]): ConfidenceSection {
  return confidencePerRound(playings).map(({ share, leftOut, ...rest }) => ({
    ...rest,
    leftOut: { ...leftOut },
    share: share && { ...share, level: confidenceLevel },
  }))
}

/**
 * Rounds as the judge counts them.
 * @param isWhole false where they broke off, which happened in the last of them if in any
 */
export function playingsOf(rounds: readonly RoundResult[], { isWhole }: { isWhole: boolean }): readonly Playing[] {
  return rounds.map((round, index) =>
    playingOf(round, {
      isInterrupted: !isWhole && index === rounds.length - 1,
      spreadMs: round.generator?.sends?.spreadMs ?? null,
    }),
  )
}

export function playingOf(
  { name, verdict }: RoundResult,
  { isInterrupted, spreadMs }: Pick<Playing, 'isInterrupted' | 'spreadMs'>,
): Playing {
  return { round: name, invariants: verdict.invariants, isInterrupted, spreadMs }
}
