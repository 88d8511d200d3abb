import type { EventState } from '../../booking/event.ts'
import type { LedgerEntry } from '../../booking/ledger.ts'
import { entryName, ownerName, witness, witnessOfEntries } from '../evidence.ts'
import type { RoundFacts } from '../facts.ts'
import { certainPeak } from '../held-for-certain.ts'
import type { JudgedLedger, JudgedRound } from '../judged-round.ts'
import { seatsOf } from '../promises.ts'
import { peakHeld } from '../replay.ts'
import type { Rule, Ruling, Witness } from '../rule.ts'
import { held, inconclusive, violated } from '../ruling.ts'
import { inSureOrder, type SureOrder } from '../sure-order.ts'
import { counted } from '../words.ts'

/**
 * Seen from two sides: the ledger may show it, and so may the answers, given to users whom the ledger forgot. Where there
 * is no ledger, the event may show it by having fewer seats left than none; and whatever its user may have given back
 * counts as given back before anything else was promised.
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
      const unread = `the ledger could not be read: ${ledger.unavailable}`
      const byAnswers =
        oversoldAtOnce(round, opening.capacity) ?? oversoldByAnswers(round, opening.capacity, seatsGivenUp(round))
      const byCounter = oversoldByCounter(round.facts)
      if (byAnswers === null) {
        return byCounter ?? inconclusive(`no more seats were promised than there are, but ${unread}`)
      }
      if (!round.facts.mayLackCancellations) return byAnswers
      const doubt = 'but the history breaks off, and seats may have been given back meanwhile'
      return byCounter ?? inconclusive(`${byAnswers.detail}; ${doubt}; ${unread}`)
    }
    // Whoever raised the capacity meanwhile did not oversell.
    const capacity = Math.max(opening.capacity, ledger.event.capacity)
    const order = inSureOrder(ledger, opening)
    return (
      oversoldByLedger(ledger, order, capacity) ??
      oversoldAtOnce(round, capacity) ??
      oversoldByAnswers(round, capacity, seatsReturned(ledger)) ??
      held(heldText(order, opening, capacity))
    )
  },
}

function heldText({ heldAfter, isTold }: SureOrder, opening: EventState, capacity: number): string {
  if (isTold) return `the seats held peaked at ${peakHeld(opening, heldAfter)} of ${capacity}`
  return (
    `no more than ${counted(capacity, 'seat')} ${capacity === 1 ? 'was' : 'were'} certainly held at once, by the ledger and by when users were answered; when seats ` +
    'came back, the ledger does not say'
  )
}

/** Where no ledger says in which order seats came and went, users may know that at one moment they held too many. */
function oversoldAtOnce({ answered, facts, ledger }: JudgedRound, capacity: number): Ruling | null {
  if (facts.cancellations.length === 0 || facts.mayLackCancellations) return null
  if (!('unavailable' in ledger) && ledger.versioned) return null
  // Of what its holder was not told to have given back, others may have done so, and nobody knows when.
  const given = new Set(
    facts.cancellations.flatMap(({ reference, outcome }) => (outcome.kind === 'cancelled' ? reference : [])),
  )
  const returned = 'unavailable' in ledger ? [] : ledger.entries.filter(({ kind }) => kind === 'cancelled')
  const ended = [...returned, ...facts.cancellations.filter(({ outcome }) => outcome.kind === 'gone')]
  const lost = new Set(ended.flatMap(({ reference }) => (given.has(reference) ? [] : reference)))
  // A booking whose answer broke off before its name may be any of those.
  const kept = answered.promised.filter(({ acknowledged: { reference } }) =>
    reference === null ? lost.size === 0 : !lost.has(reference),
  )
  const { seats, holders } = certainPeak(kept, facts.cancellations)
  if (seats <= capacity) return null
  const detail = `${counted(holders.length, 'user')} knew at one moment that they held ${counted(seats, 'seat')}, out of ${capacity}`
  return violated(detail, [witness(`${detail}; these were among the last to be told so`, holders.slice(-5))])
}

function oversoldByLedger(ledger: JudgedLedger, { entries, heldAfter }: SureOrder, capacity: number): Ruling | null {
  const witnesses: Witness[] = []
  let most = 0
  /** The sales so far, as far as a witness may name them. */
  const latest: LedgerEntry[] = []
  for (const [index, entry] of entries.entries()) {
    if (entry.kind !== 'booked' && entry.kind !== 'promoted') continue
    if (latest.push(entry) > salesShown) latest.shift()
    const after = heldAfter[index] ?? 0
    if (after <= capacity) continue
    most = Math.max(most, after)
    witnesses.push(witnessOfEntries(ledger, overdraft(ledger, entry, after, capacity), [...latest]))
  }
  if (witnesses.length === 0) return null
  return violated(
    `the seats held peaked at ${most} of ${capacity}: ${counted(witnesses.length, 'sale')} went past the capacity`,
    witnesses,
  )
}

const salesShown = 5

function overdraft(ledger: JudgedLedger, entry: LedgerEntry, after: number, capacity: number): string {
  return (
    `${entryName(entry)} sold ${counted(entry.seats, 'seat')} to ${ownerName(ledger, entry)} (${entry.reference}) ` +
    `when ${after - entry.seats} of ${capacity} were held already, which makes ${after}`
  )
}

/** @param returned seats that were given back, so that they may rightly have been promised twice */
function oversoldByAnswers({ answered }: JudgedRound, capacity: number, returned: number): Ruling | null {
  const { promised, seats: total } = answered
  if (total <= capacity + returned) return null
  const detail = `${counted(promised.length, 'user')} were told they had booked: ${counted(total, 'seat')} in all, out of ${capacity}`
  return violated(detail, [witness(`${detail}; these were among the last to be told so`, promised.slice(-5))])
}

/** Whoever has fewer seats left than none has sold some that there are not. */
function oversoldByCounter({ closing }: RoundFacts): Ruling | null {
  if ('unavailable' in closing || closing.available >= 0) return null
  const detail = `the event itself shows ${closing.available} of ${counted(closing.capacity, 'seat')} available`
  return violated(detail, [witness(`${detail}${closing.version === 0 ? '' : `, at version ${closing.version}`}`, [])])
}

/** Seats of all that users were promised and asked to cancel, unless every such request was refused. */
function seatsGivenUp({ answered, facts }: JudgedRound): number {
  const asked = facts.cancellations.filter(({ outcome }) => outcome.kind !== 'refused')
  const given = new Set(asked.map(({ reference }) => reference))
  return answered.promised.reduce((sum, promise) => {
    const { reference } = promise.acknowledged
    return reference !== null && given.has(reference) ? sum + seatsOf(promise) : sum
  }, 0)
}

function seatsReturned({ entries }: JudgedLedger): number {
  return entries.reduce((sum, { kind, seats }) => (kind === 'cancelled' ? sum + seats : sum), 0)
}
