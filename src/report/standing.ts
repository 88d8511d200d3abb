import type { RulingStatus } from '../judge/rule.ts'
import { expectationWord } from './expectation-text.ts'
import type { Result, RoundResult } from './result.ts'
import type { Paint, Style } from './style.ts'

/**
 * Where a round or a run stands: it may keep every rule and still miss what its scenario hoped for. A rule may stand unseen,
 * where the target does not show what it needs.
 */
export type Standing = RulingStatus | 'missed' | 'unseen'

/** A mark for each, so that it can be told without colour. */
export const standingMarks: Readonly<Record<Standing, string>> = {
  held: '✓',
  inconclusive: '?',
  missed: '✗',
  violated: '✗',
  unseen: '·',
}

export function standingPaint(standing: Standing, { chalk }: Style): Paint {
  const paints = {
    held: chalk.green,
    inconclusive: chalk.yellow,
    missed: chalk.red,
    violated: chalk.red,
    unseen: chalk.dim,
  }
  return paints[standing]
}

export function roundStanding({ verdict }: RoundResult): Standing {
  if (verdict.ruling === 'violated') return 'violated'
  const isMissed = verdict.expectations.some((expectation) => expectationWord(expectation) === 'missed')
  return isMissed ? 'missed' : verdict.ruling
}

export function runStanding({ rounds, verdict }: Pick<Result, 'rounds' | 'verdict'>): Standing {
  if (verdict.ruling === 'violated') return 'violated'
  if (rounds.some((round) => roundStanding(round) === 'missed')) return 'missed'
  return verdict.pass ? verdict.ruling : 'inconclusive'
}
