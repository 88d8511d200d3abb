import { trialsForUnder } from '../judge/interval.ts'
import { listed } from '../judge/words.ts'
import type { ConfidenceSection } from './confidence-section.ts'
import { countOf, countText } from './count-text.ts'
import { durationText } from './duration-text.ts'
import { percentsText, percentText } from './percent-text.ts'
import type { Result } from './result.ts'
import { arrivalsOf } from './scenario-facts.ts'
import type { Style } from './style.ts'
import { labelled } from './wrap-text.ts'

type RoundConfidence = ConfidenceSection[number]

/** What one wants to be able to say in the end. */
const rare = 0.01

/** How rare violations are, for each round that was played more than once: one playing says next to nothing. */
export function confidenceBlock(result: Result, { chalk, width }: Style): readonly string[] {
  const repeated = result.confidence?.filter(({ playings }) => playings > 1) ?? []
  return repeated.flatMap((round) =>
    labelled({ text: 'confidence', paint: chalk.dim }, { text: facts(round, burstText(result, round)) }, { width }),
  )
}

function facts(confidence: RoundConfidence, burst: string): readonly string[] {
  const { round, playings, trials, share } = confidence
  const out = leftOut(confidence)
  if (share === null) return [`${round}: none of ${countText(playings)} playings counts, so nothing follows`, ...out]
  const isMoreNeeded = share.method === 'exact' && share.high > rare
  return [
    `${round}: ${finding(confidence, share)}, ${burst}`,
    ...(isMoreNeeded ? [`under ${percentText(rare)} takes ${trialsForUnder(rare)} rounds without one`] : []),
    ...(trials < playings ? out : []),
  ]
}

function finding({ trials, violated }: RoundConfidence, share: NonNullable<RoundConfidence['share']>): string {
  const level = `at ${share.level * 100} %`
  if (share.method === 'exact')
    return `0 violations in ${countOf(trials, 'contended round')}: under ${percentText(share.high)} of such rounds, ${level}`
  return `${countText(violated)} of ${countOf(trials, 'round')} violated: ${percentText(violated / trials)} (${percentsText(share)} of such rounds ${level})`
}

function leftOut({ trials, playings, leftOut: out }: RoundConfidence): readonly string[] {
  const reasons = [
    [out.interrupted, 'interrupted'],
    [out.notContended, 'not contended'],
    [out.inconclusive, 'inconclusive'],
  ] as const
  const words = reasons.filter(([count]) => count > 0).map(([count, why]) => `${countText(count)} ${why}`)
  return [`${countText(playings - trials)} left out: ${listed(words)}`]
}

function burstText(result: Result, { round, spreadMs }: RoundConfidence): string {
  const played = result.rounds.find(({ name }) => name === round)
  const isBurst = played !== undefined && arrivalsOf(result, played).pattern === 'burst'
  return isBurst && spreadMs !== null ? `for this burst (spread ${durationText(spreadMs)})` : 'for these arrivals'
}
