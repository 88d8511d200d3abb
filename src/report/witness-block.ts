import { cancelLabels } from '../booking/cancellation.ts'
import { outcomeLabels } from '../booking/outcome.ts'
import type { AttemptEvidence, LookEvidence } from '../judge/rule.ts'
import { countOf, countText } from './count-text.ts'
import { significant } from './duration-text.ts'
import { laneChart } from './lane-chart.ts'
import type { RoundResult } from './result.ts'
import type { Style } from './style.ts'
import { indented, labelled } from './wrap-text.ts'

type Evidence = RoundResult['verdict']['invariants'][number]['evidence'][number]
type LedgerEvidence = Evidence['entries'][number]

const indent = 5
const labelRoom = 'request'.length
const chartIndent = indent + labelRoom + 2

/** Enough to see how it went wrong; whoever wants all of it reads the JSON. */
const shown = 2

/** The first proofs of a violation: each a claim, the requests and ledger entries that show it, and when they were. */
export function witnessBlock(evidence: readonly Evidence[], style: Style): readonly string[] {
  const more = evidence.length - shown
  const hint = { text: `and ${countText(more)} more like it: see --json`, paint: style.chalk.dim }
  return [
    ...evidence.slice(0, shown).flatMap((witness) => witnessLines(witness, style)),
    ...(more > 0 ? indented(hint, indent, style.width) : []),
  ]
}

function witnessLines({ claim, attempts, entries, looks = [] }: Evidence, { chalk, width }: Style): readonly string[] {
  const known = new Set(attempts.map(({ reference }) => reference))
  const operations = [
    ...attempts.map((attempt) => ({ label: 'request', facts: attemptFacts(attempt) })),
    ...looks.map((look) => ({ label: 'look', facts: lookFacts(look) })),
    ...entries.map((entry) => ({ label: 'ledger', facts: entryFacts(entry, known) })),
  ]
  const lanes = [
    ...attempts.map(({ user, attempt, sentMs, endedMs }) => ({
      name: attempt === 1 ? `user ${user}` : `user ${user}, attempt ${attempt}`,
      fromMs: sentMs,
      untilMs: endedMs,
    })),
    ...looks.map(({ user, sentMs, endedMs }) => ({ name: `user ${user} looks`, fromMs: sentMs, untilMs: endedMs })),
  ]
  return [
    ...labelled({ text: '•', paint: chalk.red }, { text: claim }, { indent: 2, width }),
    ...operations.flatMap(({ label, facts }) =>
      labelled({ text: label, paint: chalk.dim }, { text: facts }, { indent, room: labelRoom, width }),
    ),
    ...laneChart(lanes, width - chartIndent).map((line) => ' '.repeat(chartIndent) + line),
  ]
}

const endingLabels = { ...cancelLabels, ...outcomeLabels }

function attemptFacts(evidence: AttemptEvidence): readonly string[] {
  const { user, attempt, outcome, status, sentMs, endedMs, reference, version } = evidence
  const ending = endingLabels[outcome]
  // Only where the outcome does not say it: a conflict is a 409 and a booking a 201.
  const isTelling = status !== 0 && (outcome === 'rejected' || outcome === 'refused' || outcome === 'unknown')
  return [
    `user ${user}`,
    ...(attempt === 1 ? [] : [`attempt ${attempt}`]),
    reference === null ? ending : `${ending} ${reference}`,
    ...(version === null ? [] : [`version ${version}`]),
    ...(isTelling ? [`HTTP ${status}`] : []),
    spanText(sentMs, endedMs),
  ]
}

function lookFacts({ user, available, version, sentMs, endedMs }: LookEvidence): readonly string[] {
  return [
    `user ${user}`,
    `shown ${countText(available)} left`,
    ...(version === null ? [] : [`version ${version}`]),
    spanText(sentMs, endedMs),
  ]
}

/** An account is named only where no request shown beside it tells whose entry it is. */
function entryFacts(entry: LedgerEvidence, known: ReadonlySet<string | null>): readonly string[] {
  const { version, kind, reference, userId, seats, available } = entry
  return [
    ...(version === 0 ? [] : [`version ${version}`]),
    `${countOf(seats, 'seat')} ${kind}`,
    reference,
    ...(known.has(reference) ? [] : [`account ${userId}`]),
    ...(available === null ? [] : [`${countText(available)} left`]),
  ]
}

/** What began before the gate opened has a time below none. */
const spanText = (sentMs: number, endedMs: number): string =>
  sentMs < 0
    ? `from −${significant(-sentMs)} to ${significant(endedMs)} ms`
    : `${significant(sentMs)}–${significant(endedMs)} ms`
