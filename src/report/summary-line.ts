import { countOf, countText } from './count-text.ts'
import { crowd } from './headline.ts'
import { plainText } from './plain-text.ts'
import { verdictPaint, verdictWord } from './final-verdict.ts'
import type { Result } from './result.ts'
import { scenarioName } from './scenario-facts.ts'
import { runStanding } from './standing.ts'
import type { Style } from './style.ts'
import { clip } from './text-width.ts'
import { outcomesOf, oversoldIn, sumOf } from './totals.ts'
import { verdictSentence } from './verdict-words.ts'
import { weakness } from './weakness.ts'

/** The whole run in one line, what matters most first, since a narrow terminal cuts its end. */
export function renderSummaryLine(result: Result, style: Style): string {
  const sentence = verdictSentence(result)
  const isHeld = runStanding(result) === 'held'
  const facts = [scenarioName(result), ...(isHeld ? [] : [sentence]), ...figures(result), ...(isHeld ? [sentence] : [])]
  const word = verdictWord(result)
  const line = clip(plainText(`${word}  ${facts.join(' · ')}`), style.width)
  return `${verdictPaint(result, style)(line.slice(0, word.length))}${line.slice(word.length)}\n`
}

function figures(result: Result): readonly string[] {
  const { rounds, run } = result
  const { booked, conflict } = outcomesOf(rounds)
  const oversold = oversoldIn(rounds)
  const weak = weakness(result)
  return [
    ...(run.partial ? ['partial: interrupted'] : []),
    ...(run.failure === null ? [] : [`failure: ${run.failure}`]),
    ...(weak === null ? [] : [`weak: ${weak.finding}`]),
    crowd(result),
    `${countText(booked)} booked`,
    countOf(conflict, 'conflict'),
    ...(oversold === null ? [] : [`${countText(oversold)} oversold`]),
    ...(weak === null ? catches(result) : []),
    `seed ${run.seed}`,
  ]
}

function catches({ control }: Result): readonly string[] {
  if (!control || control.rounds.length === 0) return []
  const caught = sumOf(control.rounds.map((round) => round.caught))
  const playings = sumOf(control.rounds.map((round) => round.playings))
  return [`control caught in ${countText(caught)} of ${countOf(playings, 'round')}`]
}
