import { ownerName, witness, witnessOfEntries } from '../evidence.ts'
import type { JudgedLedger } from '../judged-round.ts'
import type { ReplayStep } from '../replay.ts'
import type { Rule, Witness } from '../rule.ts'
import { held, inconclusive, violated, withLedger } from '../ruling.ts'
import { counted } from '../words.ts'

/** `available` is one more thing the system says; what is held is counted here, from the entries alone. */
export const conservation: Rule = {
  id: 'conservation',
  statement: 'Available and held seats add up to the capacity, at every entry and at the final read.',
  needs: 'ledger',
  uses: 'ledger',
  check: withLedger((ledger, { facts }) => {
    const { capacity } = facts.opening
    if (ledger.event.capacity !== capacity) {
      return inconclusive(
        `the capacity went from ${capacity} to ${ledger.event.capacity} during the round, and no entry says when`,
      )
    }
    const astray = ledger.steps.filter((step) => step.entry.available + step.held !== capacity)
    const final = finalWitness(ledger, facts.opening.available, capacity)
    if (astray.length === 0 && !final) {
      return held(`the sum was right at ${counted(ledger.steps.length, 'entry', 'entries')} and at the final read`)
    }
    const detail =
      `the sum was wrong at ${astray.length} of ${counted(ledger.steps.length, 'entry', 'entries')} ` +
      `and ${final ? 'wrong' : 'right'} at the final read`
    return violated(detail, [...astray.map((step) => stepWitness(ledger, step, capacity)), ...(final ? [final] : [])])
  }),
}

function stepWitness(ledger: JudgedLedger, { entry, held: after }: ReplayStep, capacity: number): Witness {
  const claim =
    `version ${entry.version} (${entry.kind}, ${ownerName(ledger, entry)}, ${entry.reference}) left ${entry.available} ` +
    `available, but ${after} of ${counted(capacity, 'seat')} were held: the two add up to ${entry.available + after}`
  return witnessOfEntries(ledger, claim, [entry])
}

function finalWitness({ event, steps }: JudgedLedger, openingAvailable: number, capacity: number): Witness | null {
  const last = steps.at(-1)
  const heldInTheEnd = last ? last.held : capacity - openingAvailable
  if (event.available + heldInTheEnd === capacity) return null
  const claim =
    `the final read showed ${event.available} available at version ${event.version}, but the ledger holds ` +
    `${heldInTheEnd} of ${counted(capacity, 'seat')}`
  return witness(claim, [], last ? [last.entry] : [])
}
