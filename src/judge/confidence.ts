import { upperLimitOfNone, wilsonInterval, type Interval } from './interval.ts'
import { byRound, medianSpread, mergeInvariants, type Playing } from './playing.ts'
import { contended } from './rules/contended.ts'

/** What the playings of one round say of those that were not played. */
export interface Confidence {
  readonly round: string
  readonly playings: number
  /** Those that count: the contended ones that were played to their end and ruled on, and whichever broke a rule. */
  readonly trials: number
  /** How many of those broke a rule. */
  readonly violated: number
  /** Those that do not count, by the first reason that applies. */
  readonly leftOut: Readonly<Record<Exclusion, number>>
  /** How large a part of such rounds breaks a rule; null where none counts. */
  readonly share: (Interval & { readonly method: 'exact' | 'wilson' }) | null
  /** Of those that count: the median, in milliseconds; null where nobody was released together. */
  readonly spreadMs: number | null
}

type Exclusion = 'interrupted' | 'notContended' | 'inconclusive'

/**
 * How rare violations are, round by round. A trial is a round on a fresh event in which users met, and not a request:
 * the requests of one round share its luck.
 */
export function confidencePerRound(playings: readonly Playing[]): readonly Confidence[] {
  return byRound(playings).map(([round, all]) => confidenceIn(round, all))
}

function confidenceIn(round: string, playings: readonly Playing[]): Confidence {
  const worths = playings.map(worthOf)
  const count = (wanted: Worth) => worths.filter((worth) => worth === wanted).length
  const trials = playings.filter((_, index) => worths[index] === 'held' || worths[index] === 'violated')
  const violated = count('violated')
  return {
    round,
    playings: playings.length,
    trials: trials.length,
    violated,
    leftOut: {
      interrupted: count('interrupted'),
      notContended: count('notContended'),
      inconclusive: count('inconclusive'),
    },
    share: trials.length === 0 ? null : shareOf(violated, trials.length),
    spreadMs: medianSpread(trials),
  }
}

type Worth = 'held' | 'violated' | Exclusion

function worthOf({ isInterrupted, invariants }: Playing): Worth {
  const ruling = mergeInvariants(invariants)
  // It was able to fail, for it did. Where everybody is told that they have booked, nobody has lost a race.
  if (ruling === 'violated') return ruling
  if (isInterrupted) return 'interrupted'
  const isContended = invariants.some(({ id, status }) => id === contended.id && status === 'held')
  return isContended ? ruling : 'notContended'
}

/** Where nothing was found there is only an upper side to speak of, and that has an exact limit. */
function shareOf(violated: number, trials: number): NonNullable<Confidence['share']> {
  if (violated === 0) return { low: 0, high: upperLimitOfNone(trials), method: 'exact' }
  return { ...wilsonInterval(violated, trials), method: 'wilson' }
}
