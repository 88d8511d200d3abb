import type { LedgerEntry } from '../../booking/ledger.ts'
import { ownerName, witness, witnessOfEntries } from '../evidence.ts'
import { followChanges, type Holding } from '../holdings.ts'
import type { JudgedLedger } from '../judged-round.ts'
import type { Operation } from '../operations.ts'
import type { Rule, Witness } from '../rule.ts'
import { held, violated } from '../ruling.ts'
import { counted } from '../words.ts'

export const allOrNothing: Rule = {
  id: 'all-or-nothing',
  statement: 'Whoever got seats got as many as they asked for.',
  needs: 'answers',
  uses: 'ledger',
  check: ({ acknowledged, ledger }) => {
    const told = acknowledged.flatMap(partlyTold)
    const sold = 'unavailable' in ledger ? [] : partlySold(ledger)
    if (told.length + sold.length > 0) {
      const found = `${counted(told.length, 'party', 'parties')} told of other seats than asked for, ${sold.length} in the ledger`
      return violated(found, [...told, ...sold])
    }
    return held('every party was served whole, or not at all')
  },
}

function partlyTold({ user, seats, acknowledged }: Operation): readonly Witness[] {
  return acknowledged.flatMap((attempt): Witness | [] => {
    const told = attempt.acknowledged
    if (told.kind !== 'booked' || told.seats === null || told.seats === seats) return []
    return witness(`user ${user} asked for ${counted(seats, 'seat')} and was given ${told.seats} (${told.reference})`, [
      attempt,
    ])
  })
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
  const claim = `user ${user} asked for ${counted(seats, 'seat')}, but version ${entry.version} booked ${entry.seats} (${entry.reference})`
  return witness(claim, attempts, [entry])
}

function promotionWitness(ledger: JudgedLedger, entry: LedgerEntry, { seats, latest }: Holding): Witness {
  const waited = `${ownerName(ledger, entry)} waited for ${counted(seats, 'seat')}`
  const claim = `${waited}, but version ${entry.version} promoted ${entry.reference} to ${entry.seats}`
  return witnessOfEntries(ledger, claim, [latest, entry])
}
