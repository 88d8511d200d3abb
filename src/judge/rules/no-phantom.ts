import type { LedgerEntry } from '../../booking/ledger.ts'
import type { AccountBalance } from '../claims.ts'
import { entryName, witness, witnessOfEntries } from '../evidence.ts'
import { isChange } from '../holdings.ts'
import type { JudgedLedger } from '../judged-round.ts'
import type { Rule, Witness } from '../rule.ts'
import { held, inconclusive, violated, withLedger } from '../ruling.ts'
import { counted } from '../words.ts'

/** An entry that an unanswered request may have made is no phantom; neither is one whose request was refused. */
export const noPhantom: Rule = {
  id: 'no-phantom',
  statement: 'Every entry of the ledger comes of a request of this run, or of an earlier entry that did.',
  needs: 'ledger',
  uses: 'ledger',
  check: withLedger((ledger, { facts, operations, unrecorded }) => {
    const { claims, entries } = ledger
    const haunted = [...claims.balances.values()].filter((account) => excessOf(account, claims.keysVisible) > 0)
    const excess = haunted.reduce((sum, account) => sum + excessOf(account, claims.keysVisible), 0)
    const orphans = orphansOf(entries)
    const note =
      claims.keysVisible || operations.every(({ key }) => key === null)
        ? ''
        : ' (keys were sent, but the ledger shows none of them: entries were counted by account)'
    const found = `${excess + orphans.length} of ${counted(entries.length, 'entry', 'entries')} come of no request of this run`

    const carriedOver = facts.opening.available < facts.opening.capacity
    const witnesses = [
      ...(excess > unrecorded ? haunted : []).map((account) => phantomWitness(account, claims.keysVisible)),
      ...(carriedOver ? [] : orphans).map((entry) => orphanWitness(ledger, entry)),
    ]
    if (witnesses.length > 0) return violated(found + note, witnesses)
    if (orphans.length > 0) return inconclusive(`${found}, but the event was not fresh: they may be older than the run`)
    if (excess > 0) {
      return inconclusive(`${found}, or of ${counted(unrecorded, 'request')} whose end was never recorded${note}`)
    }
    return held(`${counted(entries.length, 'entry', 'entries')}, each with the request it comes of${note}`)
  }),
}

/** Where keys tell, a refused request made nothing; where they do not, it is the reason to look for first. */
function excessOf({ loose, nameless, refused }: AccountBalance, keysVisible: boolean): number {
  return loose.length - nameless - (keysVisible ? 0 : refused.length)
}

/** Promotions and cancellations of a reference that no earlier entry gave out. */
function orphansOf(entries: readonly LedgerEntry[]): readonly LedgerEntry[] {
  if (!entries.some(isChange)) return []
  const given = new Set<string>()
  return entries.filter((entry) => {
    if (isChange(entry)) return !given.has(entry.reference)
    given.add(entry.reference)
    return false
  })
}

function phantomWitness(balance: AccountBalance, keysVisible: boolean): Witness {
  const { account, loose, nameless, refused } = balance
  const asked = nameless + (keysVisible ? 0 : refused.length)
  const claim =
    `the ledger has ${counted(loose.length, 'entry', 'entries')} for account ${account} that no answer named ` +
    `(${loose[0]?.reference} first), and only ${counted(asked, 'request')} of this run can have made one`
  return witness(claim, [], loose)
}

function orphanWitness(ledger: JudgedLedger, entry: LedgerEntry): Witness {
  const claim = `${entryName(entry)} is ${entry.kind} for ${entry.reference}, which nobody held or waited under before`
  return witnessOfEntries(ledger, claim, [entry])
}
