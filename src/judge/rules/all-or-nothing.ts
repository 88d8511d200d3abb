import type { LedgerEntry } from '../../booking/ledger.ts'
import type { Acknowledgement } from '../../record/history.ts'
import { entryName, ownerName, witness, witnessOfEntries } from '../evidence.ts'
import { followChanges, type Holding } from '../holdings.ts'
import type { JudgedLedger } from '../judged-round.ts'
import type { AcknowledgedAttempt, Operation } from '../operations.ts'
import type { Rule, Witness } from '../rule.ts'
import { held, violated } from '../ruling.ts'
import { counted } from '../words.ts'

export const allOrNothing: Rule = {
  id: 'all-or-nothing',
  statement: 'Whoever got seats got as many as they asked for.',
  needs: 'answers',
  uses: 'ledger',
  check: ({ answers, ledger }) => {
    const told = answers.filter(isPart).map(partWitness)
    const sold = 'unavailable' in ledger ? [] : partlySold(ledger)
    if (told.length + sold.length > 0) {
      const found = `${counted(told.length, 'party', 'parties')} told of other seats than asked for, ${sold.length} in the ledger`
      return violated(found, [...told, ...sold])
    }
    return held('every party was served whole, or not at all')
  },
}

interface PartlyServed extends AcknowledgedAttempt {
  readonly acknowledged: Extract<Acknowledgement, { readonly kind: 'booked' }>
}

function isPart(attempt: AcknowledgedAttempt): attempt is PartlyServed {
  const { acknowledged, whole } = attempt
  return acknowledged.kind === 'booked' && acknowledged.seats !== null && acknowledged.seats !== whole.seats
}

function partWitness(attempt: PartlyServed): Witness {
  const { user, whole, acknowledged } = attempt
  const asked = counted(whole.seats, 'seat')
  return witness(`user ${user} asked for ${asked} and was given ${acknowledged.seats} (${acknowledged.reference})`, [
    attempt,
  ])
}

/** A booking is held against what its request asked for, where a name ties them; a promotion against what was waited for. */
function partlySold(ledger: JudgedLedger): readonly Witness[] {
  const witnesses = new Map<LedgerEntry, Witness>()
  for (const { entry, operation } of ledger.claims.all) {
    if (entry.kind !== 'booked' || operation === null || operation.seats === entry.seats) continue
    if (operation.account === entry.userId) witnesses.set(entry, partyWitness(operation, entry))
  }
  for (const { entry, before } of followChanges(ledger.entries)) {
    if (entry.kind !== 'promoted' || before?.state !== 'waiting' || before.seats === entry.seats) continue
    witnesses.set(entry, promotionWitness(ledger, entry, before))
  }
  return witnesses.size === 0 ? [] : ledger.entries.flatMap((entry) => witnesses.get(entry) ?? [])
}

function partyWitness({ user, seats, attempts }: Operation, entry: LedgerEntry): Witness {
  const claim = `user ${user} asked for ${counted(seats, 'seat')}, but ${entryName(entry)} booked ${entry.seats} (${entry.reference})`
  return witness(claim, attempts, [entry])
}

function promotionWitness(ledger: JudgedLedger, entry: LedgerEntry, { seats, latest }: Holding): Witness {
  const waited = `${ownerName(ledger, entry)} waited for ${counted(seats, 'seat')}`
  const claim = `${waited}, but ${entryName(entry)} promoted ${entry.reference} to ${entry.seats}`
  return witnessOfEntries(ledger, claim, [latest, entry])
}
