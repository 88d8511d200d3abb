import type { Cancellation } from '../../record/cancellation.ts'
import { entryName, sinceVersion, witness, witnessOfEntries } from '../evidence.ts'
import type { RoundFacts } from '../facts.ts'
import { followChanges, type Turn } from '../holdings.ts'
import type { JudgedLedger } from '../judged-round.ts'
import type { Rule, Witness } from '../rule.ts'
import { held, idle, violated, withLedger } from '../ruling.ts'
import { counted } from '../words.ts'

export const ownership: Rule = {
  id: 'ownership',
  statement:
    'A booking is cancelled by the account that holds it, and a place in the queue goes to the account that waits.',
  needs: 'ledger',
  uses: 'ledger',
  check: withLedger((ledger, { facts }) => {
    const changes = followChanges(ledger.entries)
    const wrong = [
      ...changes.flatMap((turn) => witnessOf(ledger, turn)),
      ...facts.cancellations.flatMap((cancellation) => trespassOf(ledger, facts, cancellation)),
    ]
    const total = counted(changes.length, 'change')
    if (wrong.length > 0) return violated(`of ${total}, ${wrong.length} of what belongs to another account`, wrong)
    if (changes.length === 0 && facts.cancellations.length === 0) return idle('no booking was changed')
    return held(`${total}, each by the account that it belongs to`)
  }),
}

function witnessOf(ledger: JudgedLedger, { entry, before }: Turn): Witness | [] {
  if (before === null || before.first.userId === entry.userId) return []
  const claim =
    `${entry.reference} belongs to account ${before.first.userId}${sinceVersion(before.first.version)}, ` +
    `but ${entryName(entry)} ${entry.kind} it for account ${entry.userId}`
  return witnessOfEntries(ledger, claim, [before.first, entry])
}

/** Whoever is told that it is cancelled could cancel it, or be told of it, and it is none of their business. */
function trespassOf(ledger: JudgedLedger, { accountOf }: RoundFacts, cancellation: Cancellation): Witness | [] {
  const { user, reference, outcome } = cancellation
  const entries = ledger.references.entriesUnder(reference)
  const [given] = entries
  if (outcome.kind !== 'cancelled' || !given || entries.some(({ userId }) => userId === accountOf(user))) return []
  const claim = `user ${user} (${accountOf(user)}) was told that ${reference} is cancelled, which belongs to account ${given.userId}`
  return witness(claim, [cancellation], entries)
}
