import type { LedgerEntry } from '../../booking/ledger.ts'
import { atVersion, ownerName, witness, witnessOfEntries } from '../evidence.ts'
import { groupBy } from '../group.ts'
import type { JudgedLedger, JudgedRound } from '../judged-round.ts'
import { wishOf, type AcknowledgedAttempt } from '../operations.ts'
import type { Rule, Witness } from '../rule.ts'
import { held, inconclusive, violated } from '../ruling.ts'
import { counted, listed } from '../words.ts'

/** A promotion keeps the reference of its waitlist entry, and a repeated answer repeats its reference: both are right. */
export const uniqueReference: Rule = {
  id: 'unique-reference',
  statement: 'No two bookings carry the same reference.',
  needs: 'answers',
  uses: 'ledger',
  check: (round) => {
    const { ledger } = round
    const sharedInAnswers = sharedByAnswers(round)
    const sharedInLedger = 'unavailable' in ledger ? [] : sharedByEntries(ledger)
    if (sharedInAnswers.length + sharedInLedger.length > 0) {
      const places = `${sharedInAnswers.length} among the answers, ${sharedInLedger.length} among the entries of the ledger`
      return violated(`references that are shared: ${places}`, [...sharedInAnswers, ...sharedInLedger])
    }
    if ('unavailable' in ledger) {
      return inconclusive(`no answer repeated a reference, but the ledger could not be read: ${ledger.unavailable}`)
    }
    return held(`${counted(ledger.claims.all.length, 'reference')}, all different`)
  },
}

function sharedByAnswers({ answers, references }: JudgedRound): readonly Witness[] {
  const repeated = answers.filter((attempt) => references.isToldAgain(attempt))
  return [...groupBy(repeated, ({ acknowledged }) => acknowledged.reference)].flatMap(
    ([reference, tellings]): Witness | [] => {
      const holders = groupBy(tellings, holderOf)
      if (reference === null || holders.size < 2) return []
      const first = Array.from(holders.values(), ([attempt]) => attempt)
      const users = listed(first.map(({ user, attempt }) => `user ${user} (attempt ${attempt})`))
      return witness(`${users} were all given the reference ${reference}`, first)
    },
  )
}

/** An account that waits already may be told of its one place as often as it asks, whichever of its users does. */
function holderOf({ acknowledged, whole }: AcknowledgedAttempt): string | number {
  return acknowledged.kind === 'waitlisted' ? JSON.stringify([whole.account]) : wishOf(whole)
}

function sharedByEntries(ledger: JudgedLedger): readonly Witness[] {
  const repeated = ledger.claims.all
    .filter(({ index }) => ledger.references.isRepeated(index))
    .map(({ entry }) => entry)
  return [...groupBy(repeated, ({ reference }) => reference)].flatMap(([reference, entries]): Witness | [] => {
    if (entries.length < 2) return []
    const places = listed(entries.map((entry) => placeOf(ledger, entry)))
    return witnessOfEntries(ledger, `the ledger gives the reference ${reference} to ${places}`, entries)
  })
}

function placeOf(ledger: JudgedLedger, entry: LedgerEntry): string {
  return ownerName(ledger, entry) + atVersion(entry.version)
}
