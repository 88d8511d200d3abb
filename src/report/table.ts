import { confidenceBlock } from './confidence-block.ts'
import { controlBlock } from './control-block.ts'
import { fairnessBlocks } from './fairness-block.ts'
import { finalVerdict } from './final-verdict.ts'
import { headline } from './headline.ts'
import { nextStep } from './next-step.ts'
import { repetitionTable, tellingRounds } from './repetition-table.ts'
import type { Result } from './result.ts'
import { roundBlock } from './round-block.ts'
import { isRepeated } from './round-title.ts'
import type { Style } from './style.ts'
import { textWidth } from './text-width.ts'
import { indented, labelled } from './wrap-text.ts'

/** The whole result for a person at a terminal. */
export function renderTable(result: Result, style: Style): string {
  const paragraphs = [
    headline(result, style),
    ...(isRepeated(result) ? [repetitionTable(result, style)] : []),
    ...tellingRounds(result.rounds).map((round) => roundBlock(result, round, style)),
    ...fairnessBlocks(result, style),
    [...confidenceBlock(result, style), ...controlBlock(result, style)],
    [...finalVerdict(result, style), ...nextLines(result, style)],
  ]
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n')
}

/** On one line if it fits; a command is never broken if that can be helped, so that it can be copied. */
function nextLines(result: Result, { chalk, width }: Style): readonly string[] {
  const next = nextStep(result)
  if (next === null) return []
  const { reason, command } = next
  const label = { text: 'Next:', paint: chalk.dim }
  const whole = `${reason}: ${command}`
  if (textWidth(`Next:  ${whole}`) <= width) return labelled(label, { text: whole }, { width })
  return [
    ...labelled(label, { text: `${reason}:` }, { width }),
    ...indented({ text: command }, 'Next:  '.length, width),
  ]
}
