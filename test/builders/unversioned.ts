import * as fc from 'fast-check'
import type { EventState } from '../../src/booking/event.ts'
import { unnamed, type LedgerEntry } from '../../src/booking/ledger.ts'
import type { EndedAttempt } from '../../src/fire/attempt.ts'
import type { RoundFacts } from '../../src/judge/facts.ts'
import { groupBy } from '../../src/judge/group.ts'
import { factsOf, type DraftRound } from './draft-round.ts'

/** The same round, of a system that tells of no version and lists what it sold change by change, in any order. */
export function listedByChange(round: DraftRound): fc.Arbitrary<RoundFacts> {
  return listed(
    round,
    round.entries.map((entry) => [entry]),
  )
}

/** The same, where each booking is listed as it stands in the end, as in a table of them. */
export function listedByBooking(round: DraftRound): fc.Arbitrary<RoundFacts> {
  return listed(round, asTheyStand(round.entries))
}

function listed(round: DraftRound, rows: readonly (readonly LedgerEntry[])[]): fc.Arbitrary<RoundFacts> {
  return fc.shuffledSubarray([...rows], { minLength: rows.length }).map((shuffled) => strip(round, shuffled.flat()))
}

function strip(round: DraftRound, entries: readonly LedgerEntry[]): RoundFacts {
  const facts = factsOf({
    ...round,
    attempts: round.attempts.map((attempt) => ({ ...attempt, outcome: withoutVersion(attempt.outcome) })),
    cancellations: round.cancellations.map((asked) => ({ ...asked, outcome: withoutVersion(asked.outcome) })),
  })
  const { ledger } = facts
  return withoutVersions('unavailable' in ledger ? facts : { ...facts, ledger: { ...ledger, entries } })
}

/** What is told of an event by a system that has no versions; what users were told stays. */
export function withoutVersions(facts: RoundFacts): RoundFacts {
  const { opening, ledger, closing, reads } = facts
  return {
    ...facts,
    opening: unversioned(opening),
    reads: reads.map((read) => ({ ...read, version: null })),
    ledger:
      'unavailable' in ledger
        ? ledger
        : {
            event: unversioned(ledger.event),
            entries: ledger.entries.map((entry) => ({ ...entry, version: 0, available: null })),
          },
    closing: 'unavailable' in closing ? closing : unversioned(closing),
  }
}

const unversioned = (event: EventState): EventState => ({ ...event, version: 0 })

const withoutVersion = <T extends object>(outcome: T): T =>
  'version' in outcome ? { ...outcome, version: null } : outcome

/**
 * One row each, as a contract reads it: whoever moved up has a booking like any other, and of what is cancelled the row does
 * not say whether it ever was more than a place in the queue.
 */
function asTheyStand(entries: readonly LedgerEntry[]): LedgerEntry[][] {
  return [...groupBy(entries, ({ reference }) => reference).values()].map((changes) => {
    const booked: LedgerEntry = { ...changes[0], kind: 'booked' }
    const last = changes.at(-1) ?? booked
    if (last.kind === 'waitlisted') return [last]
    return last.kind === 'cancelled' ? [booked, last] : [booked]
  })
}

/** What a ledger tells that does not say whose its entries are. */
export function withoutUsers(facts: RoundFacts): RoundFacts {
  const { ledger } = facts
  const accountOf = () => unnamed
  if ('unavailable' in ledger) return { ...facts, accountOf }
  return { ...facts, accountOf, ledger: { ...ledger, entries: ledger.entries.map(withoutUser) } }
}

const withoutUser = (entry: LedgerEntry): LedgerEntry => ({ ...entry, userId: unnamed })

/** A round in which no answer says under what name something was booked. */
export function withoutReferences(round: DraftRound): DraftRound {
  return { ...round, attempts: round.attempts.map(withoutReference) }
}

function withoutReference(attempt: EndedAttempt): EndedAttempt {
  const { outcome } = attempt
  const isTold = outcome.kind === 'booked' || outcome.kind === 'waitlisted'
  return isTold ? { ...attempt, outcome: { ...outcome, reference: null } } : attempt
}
