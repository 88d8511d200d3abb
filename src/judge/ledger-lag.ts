import type { Ledger, LedgerEntry } from '../booking/ledger.ts'
import type { RoundFacts } from './facts.ts'
import { areVersioned } from './level.ts'
import { watchedText } from './watched-text.ts'

/**
 * The facts with a ledger that lags behind taken for one that could not be read. Such a ledger is an unbroken chain that
 * ends before the version that the event has by then: a copy that is behind, a cache, or a chain whose last links were
 * never written down. Nobody can tell which, so nothing may be concluded from what is not in it.
 */
export function withoutLaggingLedger(facts: RoundFacts): RoundFacts {
  const lag = lagOf(facts)
  return lag === null ? facts : { ...facts, ledger: { unavailable: `${lag}${watchedText(facts)}` } }
}

/** How far the ledger lags behind the event, in words; null where it does not. */
export function lagOf(facts: RoundFacts): string | null {
  const { ledger, opening, closing, mayHold = false } = facts
  if ('unavailable' in ledger || !areVersioned(ledger.entries)) return null
  const tail = ledger.entries.reduce((latest, { version }) => Math.max(latest, version), opening.version)
  // Where seats may be held on the way, a later version may be of a change that no entry is ever going to tell of.
  if (mayHold) {
    const told = latestTold(facts)
    return told > tail ? `it ends at version ${tail} while a user was told of version ${told}, so it is behind` : null
  }
  // The same event, read once with the ledger and once by itself: an older one is of an older ledger.
  if (!('unavailable' in closing) && closing.version > ledger.event.version) {
    return `it shows the event at version ${ledger.event.version}, which is at version ${closing.version}, so it is behind`
  }
  if (tail >= ledger.event.version || !isUnbroken(ledger, opening.version)) return null
  return `it ends at version ${tail} while the event is at version ${ledger.event.version}, so it is behind`
}

/** The latest version that a booking or a cancellation was told to have installed. */
function latestTold({ history: { acknowledgements }, cancellations }: RoundFacts): number {
  let latest = 0
  for (const told of acknowledgements) if (told.kind === 'booked') latest = Math.max(latest, told.version ?? 0)
  for (const { outcome } of cancellations) {
    if (outcome.kind === 'cancelled') latest = Math.max(latest, outcome.version ?? 0)
  }
  return latest
}

/** Where entries are missing on the way, it is no matter of time: `version-chain` says so. */
function isUnbroken({ entries }: Ledger, openingVersion: number): boolean {
  const versions = entries.map(({ version }: LedgerEntry) => version).toSorted((a, b) => a - b)
  return versions.every((version, index) => version === openingVersion + 1 + index)
}
