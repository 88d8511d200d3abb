import { anotherName, entryName, ownerName, witnessOfEntries } from '../evidence.ts'
import { followChanges, type Turn } from '../holdings.ts'
import type { JudgedLedger } from '../judged-round.ts'
import type { Rule, Witness } from '../rule.ts'
import { held, idle, violated, withLedger } from '../ruling.ts'
import { counted } from '../words.ts'

export const returnedOnce: Rule = {
  id: 'returned-once',
  statement: 'A booking gives its seats back once, and no more of them than it held.',
  needs: 'ledger',
  uses: 'ledger',
  check: withLedger((ledger) => {
    const returns = followChanges(ledger.entries).filter(({ entry }) => entry.kind === 'cancelled')
    const wrong = returns.flatMap((turn) => witnessOf(ledger, turn))
    if (wrong.length > 0)
      return violated(
        `${wrong.length} of ${counted(returns.length, 'cancellation')} gave back what was not held`,
        wrong,
      )
    if (returns.length === 0) return idle('nothing was cancelled')
    return held(`${counted(returns.length, 'cancellation')}, each of what was held`)
  }),
}

function witnessOf(ledger: JudgedLedger, { entry, before }: Turn): Witness | [] {
  // A booking that is older than the round may be cancelled in it; what cannot be one, no-phantom tells.
  if (before === null) return []
  const cancelled = `${entryName(entry)} cancelled ${entry.reference} of ${ownerName(ledger, entry)}`
  if (before.state === 'gone') {
    return witnessOfEntries(ledger, `${cancelled}, which ${anotherName(before.latest)} had cancelled before`, [
      before.latest,
      entry,
    ])
  }
  if (entry.seats <= before.seats) return []
  const claim = `${cancelled} and gave back ${counted(entry.seats, 'seat')}, of ${before.seats} that it held`
  return witnessOfEntries(ledger, claim, [before.latest, entry])
}
