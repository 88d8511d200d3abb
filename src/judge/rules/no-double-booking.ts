import { entryName, ownerName, sinceVersion, witnessOfEntries } from '../evidence.ts'
import { followChanges, type Turn } from '../holdings.ts'
import type { JudgedLedger } from '../judged-round.ts'
import type { Rule, Witness } from '../rule.ts'
import { held, idle, violated, withLedger } from '../ruling.ts'
import { counted } from '../words.ts'

/** Where a reference was given out twice in the first place, unique-reference says so. */
export const noDoubleBooking: Rule = {
  id: 'no-double-booking',
  statement: 'A place in the queue is promoted once at most, and only while it is waited for.',
  needs: 'ledger',
  uses: 'ledger',
  check: withLedger((ledger) => {
    const promotions = followChanges(ledger.entries).filter(({ entry }) => entry.kind === 'promoted')
    const wrong = promotions.flatMap((turn) => witnessOf(ledger, turn))
    if (wrong.length > 0)
      return violated(`${wrong.length} of ${counted(promotions.length, 'promotion')} came too often`, wrong)
    if (promotions.length === 0) return idle('nobody was promoted')
    return held(`${counted(promotions.length, 'promotion')}, each of somebody who waited`)
  }),
}

function witnessOf(ledger: JudgedLedger, { entry, before }: Turn): Witness | [] {
  // Of a reference that no entry named before, no-phantom speaks.
  if (before === null || before.state === 'waiting') return []
  const how = before.state === 'held' ? 'held seats already' : 'had left already'
  const claim = `${entryName(entry)} promoted ${ownerName(ledger, entry)} (${entry.reference}), who ${how}${sinceVersion(before.latest.version)}`
  return witnessOfEntries(ledger, claim, [before.latest, entry])
}
