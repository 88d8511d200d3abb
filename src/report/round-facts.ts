import { outcomeLabels } from '../booking/outcome.ts'
import { countOf, countText } from './count-text.ts'
import { durationText, significant } from './duration-text.ts'
import type { Result, RoundResult } from './result.ts'
import { followUpText } from './follow-up-text.ts'
import { retriesText } from './retries-text.ts'
import { arrivalsOf, usersRetried } from './scenario-facts.ts'
import { unpainted, type Style } from './style.ts'
import { clip } from './text-width.ts'
import { labelled } from './wrap-text.ts'

const reasonsShown = 4

/** What became of the seats, how often users tried, how tight the burst was, and what it cost the server: a line each. */
export function roundFacts(result: Result, round: RoundResult, { chalk, width }: Style): readonly string[] {
  const oversold = (round.event.oversoldSeats ?? 0) > 0
  const why = reasons(round)
  const tries = round.retries && usersRetried(result, round) ? retriesText(round.retries) : []
  const facts = [
    ...(why.length > 0 ? [{ label: 'why', text: why, paint: chalk.yellow }] : []),
    ...(round.oddities ?? []).map((oddity) => ({ label: 'odd', text: oddText(oddity), paint: chalk.yellow })),
    { label: 'seats', text: seats(round), paint: oversold ? chalk.red : unpainted },
    ...(round.followUps ?? []).map((followUp) => ({ label: 'then', text: followUpText(followUp), paint: unpainted })),
    ...(tries.length > 0 ? [{ label: 'tries', text: tries, paint: unpainted }] : []),
    { label: arrivalsOf(result, round).pattern, text: coming(result, round), paint: unpainted },
    ...(round.generator
      ? [{ label: 'tool', text: tool(round.generator), paint: round.generator.saturated ? chalk.yellow : unpainted }]
      : []),
    ...(round.server ? [{ label: 'server', text: server(round.server), paint: unpainted }] : []),
  ]
  return facts.flatMap(({ label, text, paint }) =>
    labelled({ text: label, paint: chalk.dim }, { text, paint }, { room: 'server'.length, width }),
  )
}

function seats({ event }: RoundResult): readonly string[] {
  const { capacity, soldSeats, availableSeats, oversoldSeats } = event
  if (soldSeats === null)
    return [
      `${countText(capacity)} for sale`,
      ...(availableSeats === null ? [] : [`${countText(availableSeats)} left, as the event shows it`]),
      'how many were sold is not known, for want of a ledger',
    ]
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

/** An answer that is not what the contract says: where it says so, and how such an answer began. */
function oddText({ place, odd, status, sample, answers }: Oddity): readonly string[] {
  const shown = sample.trim() === '' ? 'an empty body' : clip(sample.replaceAll(/\s+/g, ' ').trim(), 60)
  return [`${place}: ${odd}`, `${countOf(answers, 'answer')} of HTTP ${status} such as ${shown}`]
}

type Oddity = NonNullable<RoundResult['oddities']>[number]

function coming(result: Result, round: RoundResult): readonly string[] {
  const { users, connectMs, releaseMs } = round.burst
  const { pattern } = arrivalsOf(result, round)
  // Users who come one by one are not released.
  const isTogether = pattern !== 'ramp' && pattern !== 'rate'
  return [
    `${countOf(users, 'user')} connected in ${durationText(connectMs)}`,
    ...(round.reads === undefined ? [] : [`looked at ${countOf(round.reads, 'time')} meanwhile`]),
    ...(isTogether ? [`released within ${durationText(releaseMs)}`] : []),
  ]
}

type Generator = NonNullable<RoundResult['generator']>

function tool({ cpuMs, busyShare, lateSends, saturated }: Generator): readonly string[] {
  return [
    `CPU ${durationText(cpuMs)}`,
    `busy ${Math.round(busyShare * 100)} % of the time`,
    ...(lateSends > 0 ? [`${countOf(lateSends, 'attempt')} sent late`] : []),
    ...(saturated ? ['it was the bottleneck: the latencies include its own delay'] : []),
  ]
}

function server(usage: NonNullable<RoundResult['server']>): readonly string[] {
  const [start, peak, end] = [usage.rssStartMb, usage.rssPeakMb, usage.rssEndMb].map(significant)
  return [
    ...(usage.arrivals ? [arrivals(usage.arrivals)] : []),
    `CPU ${durationText(usage.cpuMs)}`,
    `memory ${start} → peak ${peak} → ${end} MB`,
    `event loop p99 ${durationText(usage.eventLoopDelayP99Ms)}`,
  ]
}

type Arrivals = NonNullable<NonNullable<RoundResult['server']>['arrivals']>

const arrivals = ({ count, spreadMs, p50Ms, p90Ms }: Arrivals): string =>
  `${countOf(count, 'arrival')} within ${durationText(spreadMs)} (p50 ${durationText(p50Ms)}, p90 ${durationText(p90Ms)})`
