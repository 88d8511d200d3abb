import { witnessOfEntries } from '../evidence.ts'
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
  check: withLedger((ledger) => {
    const changes = followChanges(ledger.entries)
    const wrong = changes.flatMap((turn) => witnessOf(ledger, turn))
    if (wrong.length > 0)
      return violated(
        `of ${counted(changes.length, 'change')}, ${wrong.length} of what belongs to another account`,
        wrong,
      )
    if (changes.length === 0) return idle('no booking was changed')
    return held(`${counted(changes.length, 'change')}, each by the account that it belongs to`)
  }),
}

function witnessOf(ledger: JudgedLedger, { entry, before }: Turn): Witness | [] {
  if (before === null || before.first.userId === entry.userId) return []
  const claim =
    `${entry.reference} belongs to account ${before.first.userId} since version ${before.first.version}, ` +
    `but version ${entry.version} ${entry.kind} it for account ${entry.userId}`
  return witnessOfEntries(ledger, claim, [before.first, entry])
}
