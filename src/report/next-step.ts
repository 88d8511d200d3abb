import type { Result } from './result.ts'
import { scenarioName } from './scenario-facts.ts'
import { outcomesOf, sumOf, attemptsIn } from './totals.ts'
import { weakness } from './weakness.ts'

/** A command that works as it stands, and what it is good for. */
export interface NextStep {
  readonly reason: string
  readonly command: string
}

/** The scenarios that come with the tool: only these can be run again by name alone. */
const library = new Set([
  'quick',
  'real-users',
  'real-users-retry',
  'alternating-tokens',
  'flash-sale',
  'conference-waitlist',
  'double-cancel',
  'double-submit',
  'key-mismatch',
  'cancel-rebook',
  'waitlist',
  'stadium',
  'open-model',
  'soak',
])

const letThemRetry: NextStep = { reason: 'let whoever conflicts try again', command: 'bookload run real-users-retry' }

/**
 * What this result makes one want to see next; null where that is the operator's own system, played by a contract: a result
 * does not know the file that it stands in.
 */
export function nextStep(result: Result): NextStep | null {
  const { run, target, verdict } = result
  if (target.contract !== undefined) return null
  const strategy = target.strategy ?? ''
  const name = library.has(scenarioName(result)) ? scenarioName(result) : 'real-users'
  const play = (flags = '', scenario = name): string => `bookload run ${scenario}${flags === '' ? '' : ` ${flags}`}`

  if (run.failure !== null) return { reason: 'see whether the smallest run works here', command: play('', 'quick') }
  if (run.partial) return { reason: 'a run that is over in a moment', command: play('', 'quick') }
  if (mostlyRateLimited(result)) {
    return { reason: 'give every user a token, so that no limit hides the race', command: play('', 'real-users') }
  }
  if (target.kind === 'http') {
    return { reason: 'the same burst on the server that comes with bookload', command: play('-o embedded.json') }
  }
  if (strategy === 'naive') {
    return { reason: 'see the version check prevent it', command: play('--strategy optimistic') }
  }
  if (verdict.ruling === 'violated') {
    // A scenario of the operator's own cannot be named: the result does not know the file that it came from.
    return library.has(scenarioName(result))
      ? { reason: 'keep the evidence', command: play(`--seed ${run.seed} -o violated.json`) }
      : { reason: 'see what an honest server looks like', command: play() }
  }
  if (weakness(result) !== null && library.has(scenarioName(result))) {
    return { reason: 'give the race more time', command: play('--processing 5ms --repeat 30 --control') }
  }
  if (!verdict.pass && conflictsWithoutRetries(result)) return letThemRetry
  return afterHeld(result, play)
}

function afterHeld(result: Result, play: (flags?: string, scenario?: string) => string): NextStep {
  const seeItFail = { reason: 'see it fail', command: play('--strategy naive') }
  switch (scenarioName(result)) {
    case 'real-users':
      return seeItFail
    case 'real-users-retry':
      return { reason: 'retry without waiting, and see what it costs', command: play('--retry immediate') }
    case 'quick':
      return { reason: 'a real crowd', command: play('', 'real-users') }
    case 'double-cancel':
      return { reason: 'see it fail', command: play('--bug returned-twice') }
    case 'double-submit':
      return { reason: 'see it fail', command: play('--bug key-after-effect') }
    case 'key-mismatch':
      return { reason: 'see it fail', command: play('--bug key-unscoped') }
    case 'cancel-rebook':
      return { reason: 'see it fail', command: play('--bug stale-availability') }
    case 'waitlist':
      return { reason: 'see it fail', command: play('--bug queue-stops') }
    default:
      return conflictsWithoutRetries(result) ? letThemRetry : seeItFail
  }
}

function mostlyRateLimited({ rounds }: Result): boolean {
  const outcomes = outcomesOf(rounds)
  return outcomes.rateLimited * 2 > sumOf(Object.values(outcomes))
}

function conflictsWithoutRetries({ rounds }: Result): boolean {
  const outcomes = outcomesOf(rounds)
  return outcomes.conflict > outcomes.booked && attemptsIn(rounds) === sumOf(Object.values(outcomes))
}
