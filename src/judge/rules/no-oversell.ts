import type { LedgerEntry } from '../../booking/ledger.ts'
import { ownerName, witness, witnessOfEntries } from '../evidence.ts'
import { firstOfEach } from '../group.ts'
import type { JudgedLedger, JudgedRound } from '../judged-round.ts'
import { wishOf, type AcknowledgedAttempt } from '../operations.ts'
import { peakHeld } from '../replay.ts'
import type { Rule, Ruling, Witness } from '../rule.ts'
import { held, inconclusive, violated } from '../ruling.ts'
import { counted } from '../words.ts'

/**
 * Seen from two sides: the ledger may show it, and so may the answers, given to users whom the ledger forgot.
 * Without a ledger no seat counts as given back, since the users of a run only book.
 */
export const noOversell: Rule = {
  id: 'no-oversell',
  statement: 'The seats held never exceed the capacity, at any version.',
  needs: 'answers',
  uses: 'ledger',
  check: (round) => {
    const { ledger } = round
    const { opening } = round.facts
    if ('unavailable' in ledger) {
      const unknown = `no more seats were promised than there are, but the ledger could not be read: ${ledger.unavailable}`
      return oversoldByAnswers(round, opening.capacity, 0) ?? inconclusive(unknown)
    }
    // Whoever raised the capacity meanwhile did not oversell.
    const capacity = Math.max(opening.capacity, ledger.event.capacity)
    return (
      oversoldByLedger(ledger, capacity) ??
      oversoldByAnswers(round, capacity, seatsReturned(ledger)) ??
      held(`the seats held peaked at ${peakHeld(opening, ledger.steps)} of ${capacity}`)
    )
  },
}

function oversoldByLedger(ledger: JudgedLedger, capacity: number): Ruling | null {
  const taking = ledger.steps.filter(({ entry }) => entry.kind === 'booked' || entry.kind === 'promoted')
  const witnesses = taking.flatMap(({ entry, held: after }, index): Witness | [] => {
    if (after <= capacity) return []
    const latest = taking.slice(Math.max(0, index - 4), index + 1).map((step) => step.entry)
    return witnessOfEntries(ledger, overdraft(ledger, entry, after, capacity), latest)
  })
  if (witnesses.length === 0) return null
  const most = taking.reduce((peak, step) => Math.max(peak, step.held), 0)
  return violated(
    `the seats held peaked at ${most} of ${capacity}: ${counted(witnesses.length, 'sale')} went past the capacity`,
    witnesses,
  )
}

function overdraft(ledger: JudgedLedger, entry: LedgerEntry, after: number, capacity: number): string {
  return (
    `version ${entry.version} sold ${counted(entry.seats, 'seat')} to ${ownerName(ledger, entry)} (${entry.reference}) ` +
    `when ${after - entry.seats} of ${capacity} were held already, which makes ${after}`
  )
}

/** @param returned seats that were given back, so that they may rightly have been promised twice */
function oversoldByAnswers({ acknowledged, wishes }: JudgedRound, capacity: number, returned: number): Ruling | null {
  const told = acknowledged.flatMap((operation) => {
    const attempt = operation.acknowledged.find(({ outcome }) => outcome === 'booked')
    return attempt ? { attempt, operation, seats: seatsPromised(attempt) ?? operation.seats } : []
  })
  // A wish that was answered twice was promised its seats once.
  const promises = wishes.shared.length === 0 ? told : firstOfEach(told, ({ operation }) => wishOf(operation))
  const promised = promises.reduce((sum, { seats }) => sum + seats, 0)
  if (promised <= capacity + returned) return null
  const detail = `${counted(promises.length, 'user')} were told they had booked: ${counted(promised, 'seat')} in all, out of ${capacity}`
  const latest = promises.slice(-5).map(({ attempt }) => attempt)
  return violated(detail, [witness(`${detail}; these were among the last to be told so`, latest)])
}

function seatsPromised({ acknowledged }: AcknowledgedAttempt): number | null {
  return acknowledged.kind === 'booked' ? acknowledged.seats : null
}

function seatsReturned({ entries }: JudgedLedger): number {
  return entries.reduce((sum, { kind, seats }) => (kind === 'cancelled' ? sum + seats : sum), 0)
}
