import type { LedgerEntry } from '../../booking/ledger.ts'
import type { Cancellation } from '../../record/cancellation.ts'
import { atVersion, witness } from '../evidence.ts'
import type { JudgedLedger } from '../judged-round.ts'
import { wishOf, type AcknowledgedAttempt, type Operation } from '../operations.ts'
import type { Rule, Witness } from '../rule.ts'
import { held, inconclusive, violated, withLedger } from '../ruling.ts'
import { lateText, watchedText } from '../watched-text.ts'
import { counted } from '../words.ts'

/** A cancelled booking keeps its entry, so an acknowledgement stays true however the booking ended. */
export const ackedDurable: Rule = {
  id: 'acked-durable',
  statement:
    'Whatever a user was told they have, or have given back, is in the ledger, with their account, seats and version.',
  needs: 'ledger',
  uses: 'versions',
  check: withLedger((ledger, { answers, facts }) => {
    const lost: Witness[] = []
    let unclear = 0
    let count = 0
    const take = (fate: Fate): void => {
      count++
      if (fate === 'unclear') unclear++
      else if (fate !== 'kept') lost.push(fate)
    }
    for (const attempt of answers) {
      if (attempt.acknowledged.reference !== null) take(fateOf(ledger, attempt))
      else if (isAllThatIsKnown(attempt)) take(fateOfNameless(ledger, attempt))
    }
    for (const cancellation of facts.cancellations.filter(isCancelled)) take(fateOfCancelled(ledger, cancellation))
    const total = counted(count, 'acknowledgement')
    if (lost.length > 0)
      return violated(`${lost.length} of ${total} are not in the ledger as they were given${watchedText(facts)}`, lost)
    if (unclear > 0) {
      return inconclusive(
        `${unclear} of ${total} broke off before the reference, and no key tells which entry is meant`,
      )
    }
    return held(`${total}: each is in the ledger as it was given${lateText(facts)}`)
  }),
}

type Fate = Witness | 'kept' | 'unclear'

function fateOf(ledger: JudgedLedger, attempt: AcknowledgedAttempt): Fate {
  const entries = ledger.references.entriesOf(attempt)
  if (entries.some((entry) => fits(ledger, attempt, entry))) return 'kept'
  const found = entries.map(({ kind, userId, seats, version }) => `${kind} ${seats} for ${userId}${atVersion(version)}`)
  const instead = found.length === 0 ? 'the ledger has no such reference' : `the ledger says ${found.join(', ')}`
  return witness(`${promise(attempt)}, but ${instead}`, [attempt], entries)
}

/** An answer without a reference says nothing more where another one to the same operation has it, or came before. */
function isAllThatIsKnown({ telling, whole: { acknowledged } }: AcknowledgedAttempt): boolean {
  return acknowledged[0]?.telling === telling && acknowledged.every((answer) => answer.acknowledged.reference === null)
}

/**
 * Without a reference, its absence is certain only where the account has no entry left that could be the one. Whoever
 * waits already may be told of that place again, whichever of the account's users asks.
 */
function fateOfNameless(ledger: JudgedLedger, attempt: AcknowledgedAttempt): Fate {
  const { granted, balances } = ledger.claims
  const { whole, outcome } = attempt
  if (granted.has(wishOf(whole)) || (outcome === 'waitlisted' && waits(ledger, whole))) return 'kept'
  if ((balances.get(whole.account)?.loose.length ?? 0) > 0) return 'unclear'
  return witness(`${promise(attempt)}, but the ledger has no entry left that could be theirs`, [attempt])
}

const isCancelled = ({ outcome }: Cancellation): boolean => outcome.kind === 'cancelled'

/** Whose booking it was is for `ownership` to say, and at which version it ended may differ for each who asks. */
function fateOfCancelled(ledger: JudgedLedger, cancellation: Cancellation): Fate {
  const { user, reference } = cancellation
  const entries = ledger.references.entriesUnder(reference)
  if (entries.some(({ kind }) => kind === 'cancelled')) return 'kept'
  const instead = entries.length === 0 ? 'the ledger has no such reference' : 'the ledger has no cancellation of it'
  return witness(`user ${user} was told that ${reference} is cancelled, but ${instead}`, [cancellation], entries)
}

const waits = ({ entries }: JudgedLedger, { account }: Operation): boolean =>
  entries.some(({ kind, userId }) => kind === 'waitlisted' && userId === account)

function fits({ versioned }: JudgedLedger, { acknowledged, whole }: AcknowledgedAttempt, entry: LedgerEntry): boolean {
  if (entry.userId !== whole.account || entry.kind === 'cancelled') return false
  if (acknowledged.kind === 'waitlisted') return true
  if (entry.kind === 'waitlisted' || entry.seats !== (acknowledged.seats ?? whole.seats)) return false
  return !versioned || acknowledged.version === null || acknowledged.version === entry.version
}

function promise({ attempt, acknowledged, whole: { user, account } }: AcknowledgedAttempt): string {
  const name = acknowledged.reference === null ? '' : ` as ${acknowledged.reference}`
  const details = acknowledged.kind === 'booked' ? detailsOf(acknowledged) : ''
  return `attempt ${attempt} of user ${user} (${account}) was told it is ${acknowledged.kind}${name}${details}`
}

function detailsOf({ seats, version }: { readonly seats: number | null; readonly version: number | null }): string {
  const parts = [seats === null ? [] : counted(seats, 'seat'), version === null ? [] : `version ${version}`].flat()
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`
}
