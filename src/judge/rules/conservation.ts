import type { EventState } from '../../booking/event.ts'
import type { LedgerEntry } from '../../booking/ledger.ts'
import { entryName, ownerName, witnessOfEntries } from '../evidence.ts'
import type { JudgedLedger } from '../judged-round.ts'
import { replay } from '../replay.ts'
import type { Rule, Witness } from '../rule.ts'
import { held, inconclusive, unseen, violated, withLedger } from '../ruling.ts'
import { counted } from '../words.ts'

/**
 * `available` is one more thing the system says; what is held is counted here, from the entries alone. Whether the event
 * shows the same in the end is for `sources-agree`.
 */
export const conservation: Rule = {
  id: 'conservation',
  statement: 'Available and held seats add up to the capacity, at every entry of the ledger.',
  needs: 'ledger',
  uses: 'ledger',
  check: withLedger((ledger, { facts }) => {
    const { capacity } = facts.opening
    if (ledger.event.capacity !== capacity) {
      return inconclusive(
        `the capacity went from ${capacity} to ${ledger.event.capacity} during the round, and no entry says when`,
      )
    }
    const told = ledger.entries.filter(({ available }) => available !== null).length
    if (told === 0 && ledger.entries.length > 0) return unseen('no entry of the ledger says how many seats were left')
    const ordered = inTheirOrder(ledger, facts.opening)
    if (ordered === null) {
      return unseen('the entries of the ledger do not say in which order seats were taken and given back')
    }
    const { mayHold = false } = facts
    const wrong = astrayIn(ordered, capacity)
    const astray = mayHold ? wrong.filter(({ available, after }) => available + after > capacity) : wrong
    if (astray.length < wrong.length && astray.length === 0) {
      return unseen('the sum was never too much; what it lacked may have been held by an earlier step of a booking')
    }
    const total = counted(told, 'entry', 'entries')
    if (astray.length === 0) return held(`the sum was right at ${total}`)
    return violated(
      `the sum was wrong at ${astray.length} of ${total}`,
      astray.map((one) => witnessOf(ledger, one, capacity)),
    )
  }),
}

/**
 * Without versions a ledger may be sorted by anything, and tell of what was given back at its booking. Where seats were only
 * ever taken, what was left tells in which order.
 * @returns null where nobody can say
 */
function inTheirOrder(ledger: JudgedLedger, opening: EventState): Pick<JudgedLedger, 'entries' | 'heldAfter'> | null {
  if (ledger.versioned) return ledger
  if (ledger.entries.some(({ kind, available }) => kind !== 'booked' || available === null)) return null
  const entries = ledger.entries.toSorted((a, b) => (b.available ?? 0) - (a.available ?? 0))
  return { entries, heldAfter: replay(opening, entries) }
}

interface Astray {
  readonly entry: LedgerEntry
  /** What it says was left. */
  readonly available: number
  /** How many seats were held once it was applied. */
  readonly after: number
}

/** The entries at which the sum was wrong. */
function astrayIn(
  { entries, heldAfter }: Pick<JudgedLedger, 'entries' | 'heldAfter'>,
  capacity: number,
): readonly Astray[] {
  const astray: Astray[] = []
  for (const [index, entry] of entries.entries()) {
    const after = heldAfter[index] ?? 0
    const { available } = entry
    if (available !== null && available + after !== capacity) astray.push({ entry, available, after })
  }
  return astray
}

function witnessOf(ledger: JudgedLedger, { entry, available, after }: Astray, capacity: number): Witness {
  const claim =
    `${entryName(entry)} (${entry.kind}, ${ownerName(ledger, entry)}, ${entry.reference}) left ${available} ` +
    `available, but ${after} of ${counted(capacity, 'seat')} were held: the two add up to ${available + after}`
  return witnessOfEntries(ledger, claim, [entry])
}
