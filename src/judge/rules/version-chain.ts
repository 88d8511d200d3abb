import type { LedgerEntry } from '../../booking/ledger.ts'
import type { Acknowledgement } from '../../record/history.ts'
import { ownerName, witness, witnessOfEntries } from '../evidence.ts'
import { groupBy } from '../group.ts'
import type { JudgedLedger, JudgedRound } from '../judged-round.ts'
import { wishOf } from '../operations.ts'
import type { Rule, Witness } from '../rule.ts'
import { held, inconclusive, lacking, unseen, violated } from '../ruling.ts'
import { counted, listed } from '../words.ts'

/** The version is what puts the sales in order: where two installed the same one, neither saw the other. */
export const versionChain: Rule = {
  id: 'version-chain',
  statement: 'Each entry installs the next version, none twice and none left out, and the answers say the same.',
  needs: 'answers',
  uses: 'versions',
  check: ({ facts, answers, ledger }) => {
    const { opening, closing } = facts
    if ('unavailable' in ledger) {
      const shared = sharedByAnswers(answers)
      if (shared.length > 0) return violated(`${counted(shared.length, 'version')} installed more than once`, shared)
      return inconclusive(`no answer repeated a version, but the ledger could not be read: ${ledger.unavailable}`)
    }
    if (!ledger.versioned) {
      // What users were told needs no ledger to contradict itself.
      const shared = sharedByAnswers(answers)
      if (shared.length > 0) return violated(`${counted(shared.length, 'version')} installed more than once`, shared)
      return lacking(facts)
    }
    // What an earlier step holds may be a change of the event like any other, of which no entry tells.
    const allowsGaps = facts.mayHold === true
    const breaks = [
      ...linkBreaks(ledger, opening.version, allowsGaps),
      ...endBreaks(ledger, opening.version, allowsGaps),
      ...contradictions(ledger, answers),
    ]
    if (breaks.length > 0) return violated(`the chain is broken in ${counted(breaks.length, 'place')}`, breaks)
    const reached = Math.max(ledger.event.version, 'unavailable' in closing ? 0 : closing.version)
    if (allowsGaps && reached > opening.version + ledger.entries.length) {
      return unseen(
        'no version was installed twice, but an earlier step of a booking may have installed some of its own',
      )
    }
    return held(`from version ${opening.version} to ${ledger.event.version}, each installed once`)
  },
}

function linkBreaks(ledger: JudgedLedger, opening: number, allowsGaps: boolean): readonly Witness[] {
  if (ledger.entries.every(({ version }, index) => version === opening + 1 + index)) return []
  const links = [...groupBy(ledger.entries, ({ version }) => version)]
  return links.flatMap(([version, entries], index) => {
    const before = Math.max(opening, links[index - 1]?.[0] ?? opening)
    const owners = ownerNames(ledger, entries)
    const claims: string[] = []
    if (version <= opening) claims.push(`${owners} installed version ${version}, but the event had ${opening} before`)
    if (entries.length > 1)
      claims.push(`${owners} ${entries.length === 2 ? 'both' : 'all'} installed version ${version}`)
    if (version > before + 1 && !allowsGaps)
      claims.push(`${missing(before + 1, version - 1)}: ${owners} installed ${version} after ${before}`)
    return claims.map((claim) => witnessOfEntries(ledger, claim, entries))
  })
}

function endBreaks({ event, entries }: JudgedLedger, opening: number, allowsGaps: boolean): readonly Witness[] {
  const last = entries.at(-1)
  const reached = last?.version ?? opening
  if (event.version === reached || (event.version > reached && allowsGaps)) return []
  const end = last ? `the last entry installed ${reached}` : `the ledger is empty, and it began with ${reached}`
  return [witness(`the event ended with version ${event.version}, but ${end}`, [], last ? [last] : [])]
}

/** A booking that was promoted was told the version of its promotion, if any, so any entry of its reference will do. */
function contradictions({ references }: JudgedLedger, answers: JudgedRound['answers']): readonly Witness[] {
  const contradicting = answers.filter((attempt) => {
    const told = attempt.acknowledged
    if (told.kind !== 'booked' || told.version === null || told.reference === null) return false
    const entries = references.entriesOf(attempt)
    return entries.length > 0 && !entries.some(({ version }) => version === told.version)
  })
  return contradicting.map((attempt) => {
    const { user, acknowledged: told } = attempt
    const entries = references.entriesOf(attempt)
    const installed = listed(entries.map(({ version }) => `${version}`))
    const claim = `user ${user} was told that ${told.reference} installed version ${versionIn(told)}, but it was ${installed}`
    return witness(claim, [attempt], entries)
  })
}

const versionIn = (told: Acknowledgement): number | null => (told.kind === 'booked' ? told.version : null)

function sharedByAnswers(answers: JudgedRound['answers']): readonly Witness[] {
  const told = answers.map((attempt) => ({
    attempt,
    wish: wishOf(attempt.whole),
    version: versionIn(attempt.acknowledged),
  }))
  return [...groupBy(told, ({ version }) => version)].flatMap(([version, sharing]): Witness | [] => {
    const first = Array.from(groupBy(sharing, ({ wish }) => wish).values(), ([answer]) => answer.attempt)
    if (version === null || first.length < 2) return []
    const users = listed(first.map(({ user }) => `user ${user}`))
    return witness(`${users} were all told that their booking installed version ${version}`, first)
  })
}

function ownerNames(ledger: JudgedLedger, entries: readonly LedgerEntry[]): string {
  return listed(entries.map((entry) => ownerName(ledger, entry)))
}

function missing(from: number, to: number): string {
  return from === to ? `version ${from} is missing` : `versions ${from} to ${to} are missing`
}
