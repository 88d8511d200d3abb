import type { LedgerEntry } from '../booking/ledger.ts'
import type { Attempt } from '../record/attempt.ts'
import type { Cancellation } from '../record/cancellation.ts'
import type { EventRead } from './facts.ts'
import type { JudgedLedger } from './judged-round.ts'
import type { AttemptEvidence, Witness } from './rule.ts'

/** More than this many operations prove nothing further, and nobody reads them. */
const operationsShown = 5

/** A request of a user, to book or to give back. */
export type Request = Attempt | Cancellation

export function witness(claim: string, attempts: readonly Request[], entries: readonly LedgerEntry[] = []): Witness {
  return {
    claim,
    attempts: attempts.slice(0, operationsShown).map(asEvidence),
    entries: entries.slice(0, operationsShown),
  }
}

/** A witness together with looks at the event that are part of the proof. */
export function withLooks(proof: Witness, reads: readonly EventRead[]): Witness {
  const looks = reads.map(({ sentUs, endedUs, ...shown }) => ({
    ...shown,
    sentMs: sentUs / 1000,
    endedMs: endedUs / 1000,
  }))
  return { ...proof, looks }
}

/** A witness of entries, together with the attempts that asked for them, where they are known. */
export function witnessOfEntries(ledger: JudgedLedger, claim: string, entries: readonly LedgerEntry[]): Witness {
  const shown = entries.slice(0, operationsShown)
  return witness(
    claim,
    shown.flatMap((entry) => ledger.returnBehind(entry) ?? attemptBehind(ledger, entry) ?? []),
    shown,
  )
}

/** An entry by the version that it installed, where it says one. */
export const entryName = ({ version }: Pick<LedgerEntry, 'version'>): string =>
  version === 0 ? 'an entry' : `version ${version}`

/** The same, where another entry was named already. */
export const anotherName = (entry: Pick<LedgerEntry, 'version'>): string =>
  entry.version === 0 ? 'another entry' : entryName(entry)

/** ` at version 3`, where there is one. */
export const atVersion = (version: number): string => (version === 0 ? '' : ` at version ${version}`)

/** ` since version 3`, where there is one. */
export const sinceVersion = (version: number): string => (version === 0 ? '' : ` since version ${version}`)

/** Who an entry belongs to, as a sentence names them. */
export function ownerName(ledger: JudgedLedger, entry: LedgerEntry): string {
  const owner = ledger.ownerOf(entry)
  return owner?.account === entry.userId ? `user ${owner.user}` : `account ${entry.userId}`
}

function attemptBehind(ledger: JudgedLedger, entry: LedgerEntry): Attempt | undefined {
  const owner = ledger.ownerOf(entry)
  return (
    owner?.acknowledged.find(({ acknowledged }) => acknowledged.reference === entry.reference) ?? owner?.attempts.at(-1)
  )
}

function asEvidence(request: Request): AttemptEvidence {
  const { user, attempt, status, sentUs, endedUs } = request
  return { user, attempt, status, sentMs: sentUs / 1000, endedMs: endedUs / 1000, ...answerOf(request) }
}

function answerOf(request: Request): Pick<AttemptEvidence, 'outcome' | 'reference' | 'version'> {
  if ('reference' in request) {
    const { reference, outcome } = request
    return { outcome: outcome.kind, reference, version: outcome.kind === 'cancelled' ? outcome.version : null }
  }
  const { outcome, acknowledged } = request
  return {
    outcome,
    reference: acknowledged?.reference ?? null,
    version: acknowledged?.kind === 'booked' ? acknowledged.version : null,
  }
}
