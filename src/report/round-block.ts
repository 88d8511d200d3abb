import { listed } from '../judge/words.ts'
import { countOf } from './count-text.ts'
import { expectationWord } from './expectation-text.ts'
import { latencyTable } from './latency-table.ts'
import { outcomesTable } from './outcomes-table.ts'
import type { Result, RoundResult } from './result.ts'
import { roundFacts } from './round-facts.ts'
import { playingName, roundTitle } from './round-title.ts'
import { roundStanding, standingPaint } from './standing.ts'
import { sideBySide } from './side-by-side.ts'
import type { Style } from './style.ts'
import { verdictBlock } from './verdict-block.ts'
import { winnersTable } from './winners-table.ts'
import { labelled } from './wrap-text.ts'

/** One round in full: what happened, what it cost, and what the judge made of it. */
export function roundBlock(result: Result, round: RoundResult, style: Style): readonly string[] {
  return [
    ...roundTitle(result, round, style),
    ...winnersTable(round, style),
    ...sideBySide([outcomesTable(round, style), latencyTable(result, round, style)], style.width),
    ...roundFacts(result, round, style),
    '',
    ...verdictBlock(round.verdict, style),
    ...roundRuling(result, round, style),
  ]
}

function roundRuling(result: Result, round: RoundResult, style: Style): readonly string[] {
  const { invariants, expectations } = round.verdict
  const standing = roundStanding(round)
  const rules = (['violated', 'inconclusive', 'held'] as const).flatMap((status) => {
    const count = invariants.filter((invariant) => invariant.status === status && !invariant.isUnseen).length
    return count === 0 ? [] : [`${countOf(count, 'rule')} ${status}`]
  })
  const unseen = invariants.filter(({ isUnseen }) => isUnseen).length
  const expected = (['missed', 'unmeasured', 'met'] as const).flatMap((word) => {
    const count = expectations.filter((expectation) => expectationWord(expectation) === word).length
    return count === 0 ? [] : [`${countOf(count, 'expectation')} ${word}`]
  })
  return labelled(
    { text: `${playingName(round, result)} ${standing}`, paint: standingPaint(standing, style) },
    { text: listed([...rules, ...(unseen === 0 ? [] : [`${unseen} unseen`]), ...expected]) },
    { width: style.width },
  )
}
