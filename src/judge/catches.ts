import { wilsonInterval, type Interval } from './interval.ts'
import { byRound, medianSpread, type Playing } from './playing.ts'

/** How often a system that is known to be wrong was found out in one round. */
export interface Catches {
  readonly round: string
  /** Those that were played to their end, contended or not: where nobody met anybody, nothing was caught. */
  readonly playings: number
  readonly caught: number
  /** How large a part of such rounds catches it, by Wilson's score interval. */
  readonly share: Interval
  /** What caught it, and in how many playings, the most frequent first. */
  readonly rules: readonly { readonly id: string; readonly playings: number }[]
  /** The median, in milliseconds; null where nobody was released together. */
  readonly spreadMs: number | null
}

/**
 * How able a run was to find something, by what it found of a control that is wrong. Only rules that ruled in the run
 * count: what could not be judged there would have caught nobody.
 * @param control playings against the wrong system
 * @param run playings of the same rounds against the system in question
 */
export function catchesPerRound(control: readonly Playing[], run: readonly Playing[]): readonly Catches[] {
  const ruled = new Map(byRound(run).map(([round, playings]) => [round, rulesThatRuled(playings)]))
  return byRound(control.filter(({ isInterrupted }) => !isInterrupted)).map(([round, playings]) =>
    catchesIn(round, playings, ruled.get(round) ?? new Set()),
  )
}

function rulesThatRuled(playings: readonly Playing[]): ReadonlySet<string> {
  const rulings = playings.flatMap(({ invariants }) => invariants)
  return new Set(rulings.filter(({ status }) => status !== 'inconclusive').map(({ id }) => id))
}

function catchesIn(round: string, playings: readonly Playing[], ruled: ReadonlySet<string>): Catches {
  const broken = playings.map(({ invariants }) =>
    invariants.filter(({ id, status }) => status === 'violated' && ruled.has(id)).map(({ id }) => id),
  )
  const caught = broken.filter((ids) => ids.length > 0).length
  const rules = [...new Set(broken.flat())].map((id) => ({
    id,
    playings: broken.filter((ids) => ids.includes(id)).length,
  }))
  return {
    round,
    playings: playings.length,
    caught,
    share: wilsonInterval(caught, playings.length),
    rules: rules.toSorted((a, b) => b.playings - a.playings),
    spreadMs: medianSpread(playings),
  }
}
