import { outcomeLabels } from '../booking/outcome.ts'
import { countOf, countText } from './count-text.ts'
import { durationText, significant } from './duration-text.ts'
import type { RoundResult } from './result.ts'
import { unpainted, type Style } from './style.ts'
import { labelled } from './wrap-text.ts'

const reasonsShown = 4

/** What became of the seats, how tight the burst was, and what it cost the server: a line each. */
export function roundFacts(round: RoundResult, { chalk, width }: Style): readonly string[] {
  const oversold = (round.event.oversoldSeats ?? 0) > 0
  const why = reasons(round)
  const facts = [
    ...(why.length > 0 ? [{ label: 'why', text: why, paint: chalk.yellow }] : []),
    { label: 'seats', text: seats(round), paint: oversold ? chalk.red : unpainted },
    { label: 'burst', text: burst(round), paint: unpainted },
    ...(round.server ? [{ label: 'server', text: server(round.server), paint: unpainted }] : []),
  ]
  return facts.flatMap(({ label, text, paint }) =>
    labelled({ text: label, paint: chalk.dim }, { text, paint }, { room: 'server'.length, width }),
  )
}

function seats({ event }: RoundResult): readonly string[] {
  const { capacity, soldSeats, availableSeats, oversoldSeats } = event
  if (soldSeats === null)
    return [`${countText(capacity)} for sale`, 'how many were sold is not known, for want of a ledger']
  return [
    `${countText(soldSeats)} of ${countText(capacity)} sold`,
    `${countText(availableSeats)} left`,
    `${countText(oversoldSeats)} oversold`,
  ]
}

/** What stood behind the outcomes that a table cannot explain; the rest is in the JSON. */
function reasons(round: RoundResult): readonly string[] {
  const shown = round.reasons.slice(0, reasonsShown).map(({ outcome, status, reason, attempts }) => {
    const answer = [status > 0 ? `HTTP ${status}` : '', reason ?? ''].filter((part) => part !== '').join(' ')
    return `${countText(attempts)} ${outcomeLabels[outcome]}: ${answer}`
  })
  const more = round.reasons.length - reasonsShown
  return more > 0 ? [...shown, countOf(more, 'other reason')] : shown
}

function burst({ burst: { users, connectMs, releaseMs } }: RoundResult): readonly string[] {
  return [
    `${countOf(users, 'user')} connected in ${durationText(connectMs)}`,
    `released within ${durationText(releaseMs)}`,
  ]
}

function server(usage: NonNullable<RoundResult['server']>): readonly string[] {
  const [start, peak, end] = [usage.rssStartMb, usage.rssPeakMb, usage.rssEndMb].map(significant)
  return [
    `CPU ${durationText(usage.cpuMs)}`,
    `memory ${start} → peak ${peak} → ${end} MB`,
    `event loop p99 ${durationText(usage.eventLoopDelayP99Ms)}`,
  ]
}
