import { countOf, countText } from './count-text.ts'
import type { FairnessResult, Result } from './result.ts'
import type { Style } from './style.ts'
import { verdictBlock } from './verdict-block.ts'
import { labelled } from './wrap-text.ts'

/** Whether the seats went to whom they were promised to, for each round that promises anything: a paragraph each. */
export function fairnessBlocks(
  { fairness = [] }: Pick<Result, 'fairness'>,
  style: Style,
): readonly (readonly string[])[] {
  return fairness.map((one) => [
    ...labelled(
      { text: `fairness of ${one.round}`, paint: style.chalk.bold },
      { text: [one.policy, countOf(one.playings, 'playing'), ...factsOf(one)] },
      { width: style.width },
    ),
    ...verdictBlock({ invariants: one.invariants, expectations: [] }, style),
  ])
}

function factsOf({ numbers: { releaseRank, bypasses } }: FairnessResult): readonly string[] {
  return [
    ...(releaseRank === null
      ? []
      : [`a winner was released after a loser with a chance of ${releaseRank.auc.toFixed(2)}`]),
    ...(bypasses.max === 0 ? [] : [`passed over at most ${countText(bypasses.max)} times`]),
  ]
}
