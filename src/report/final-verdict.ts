import type { Result } from './result.ts'
import { runStanding, standingPaint } from './standing.ts'
import type { Paint, Style } from './style.ts'
import { verdictSentence } from './verdict-words.ts'
import { weakness } from './weakness.ts'
import { labelled } from './wrap-text.ts'

/** The verdict over the whole run, and whatever limits what it says. */
export function finalVerdict(result: Result, style: Style): readonly string[] {
  const { partial, failure } = result.run
  const { chalk, width } = style
  const weak = weakness(result)
  const word = verdictWord(result)
  const limits = [
    ...(partial ? [{ label: 'partial:', text: 'interrupted; this covers what had happened by then' }] : []),
    ...(failure === null ? [] : [{ label: 'failure:', text: failure }]),
    ...(weak === null ? [] : [{ label: 'weak:', text: `${weak.finding}; ${weak.remedy}` }]),
  ]
  const room = Math.max(word.length, ...limits.map(({ label }) => label.length))
  return [
    ...labelled({ text: word, paint: verdictPaint(result, style) }, { text: verdictSentence(result) }, { room, width }),
    ...limits.flatMap(({ label, text }) => labelled({ text: label, paint: chalk.yellow }, { text }, { room, width })),
  ]
}

export const verdictWord = (result: Result): string => runStanding(result).toUpperCase()

export function verdictPaint(result: Result, style: Style): Paint {
  return (text) => style.chalk.bold(standingPaint(runStanding(result), style)(text))
}
