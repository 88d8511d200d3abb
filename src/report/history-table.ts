import { listed } from '../judge/words.ts'
import { rulingStatuses } from '../judge/rule.ts'
import { confidenceBlock } from './confidence-block.ts'
import { countOf, countText } from './count-text.ts'
import { finalVerdict, verdictPaint, verdictWord } from './final-verdict.ts'
import { crowd } from './headline.ts'
import { latencyTable } from './latency-table.ts'
import { outcomesTable } from './outcomes-table.ts'
import { plainText } from './plain-text.ts'
import { repetitionTable, tellingRounds } from './repetition-table.ts'
import type { Result, RoundResult } from './result.ts'
import { retriesText } from './retries-text.ts'
import { isRepeated, playingName, roundTitle } from './round-title.ts'
import { scenarioName } from './scenario-facts.ts'
import { sideBySide } from './side-by-side.ts'
import { roundStanding, standingPaint } from './standing.ts'
import type { Style } from './style.ts'
import { clip } from './text-width.ts'
import { verdictBlock } from './verdict-block.ts'
import { verdictSentence } from './verdict-words.ts'
import { winnersTable } from './winners-table.ts'
import { labelled } from './wrap-text.ts'

/*
 * A history that was judged, as a person reads it: what a run shows, less what only a run knows, such as its seed, how
 * it connected and what it cost.
 */

/** The whole verdict for a person at a terminal. */
export function renderHistoryTable(result: Result, style: Style): string {
  const paragraphs = [
    title(result, style),
    ...(isRepeated(result) ? [repetitionTable(result, style)] : []),
    ...tellingRounds(result.rounds).map((round) => block(result, round, style)),
    confidenceBlock(result, style),
    finalVerdict(result, style),
  ]
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n')
}

/** The verdict in one line, what matters most first, since a narrow terminal cuts its end. */
export function renderHistoryLine(result: Result, style: Style): string {
  const word = verdictWord(result)
  const facts = [scenarioName(result), verdictSentence(result), crowd(result)]
  const line = clip(plainText(`${word}  ${facts.join(' · ')}`), style.width)
  return `${verdictPaint(result, style)(line.slice(0, word.length))}${line.slice(word.length)}\n`
}

function title(result: Result, { chalk, width }: Style): readonly string[] {
  const facts = [crowd(result), 'a recorded history: nothing was sent']
  return labelled({ text: scenarioName(result), paint: chalk.bold.cyan }, { text: facts }, { width })
}

function block(result: Result, round: RoundResult, style: Style): readonly string[] {
  return [
    ...roundTitle(result, round, style),
    ...winnersTable(round, style),
    ...sideBySide([outcomesTable(round, style), latencyTable(result, round, style)], style.width),
    ...seatsAndTries(round, style),
    '',
    ...verdictBlock(round.verdict, style),
    ...ruling(result, round, style),
  ]
}

function seatsAndTries(round: RoundResult, { chalk, width }: Style): readonly string[] {
  const { event, retries } = round
  const seats =
    event.soldSeats === null
      ? [`${countText(event.capacity)} for sale`, 'how many were sold is not known, for want of a ledger']
      : [
          `${countText(event.soldSeats)} of ${countText(event.capacity)} sold`,
          `${countText(event.availableSeats)} left`,
          `${countText(event.oversoldSeats)} oversold`,
        ]
  const tries = retries && (retries.attemptsPerUser?.max ?? 0) > 1 ? retriesText(retries) : []
  return [{ label: 'seats', text: seats }, ...(tries.length > 0 ? [{ label: 'tries', text: tries }] : [])].flatMap(
    ({ label, text }) => labelled({ text: label, paint: chalk.dim }, { text }, { width }),
  )
}

function ruling(result: Result, round: RoundResult, style: Style): readonly string[] {
  const standing = roundStanding(round)
  const counts = rulingStatuses.toReversed().flatMap((status) => {
    const count = round.verdict.invariants.filter((invariant) => invariant.status === status).length
    return count === 0 ? [] : [`${countOf(count, 'rule')} ${status}`]
  })
  return labelled(
    { text: `${playingName(round, result)} ${standing}`, paint: standingPaint(standing, style) },
    { text: listed(counts) },
    { width: style.width },
  )
}
