import type { CancelOutcome } from '../booking/cancellation.ts'
import { cancelLabels } from '../booking/cancellation.ts'
import { unnamed, type LedgerEntry } from '../booking/ledger.ts'
import { outcomeLabels, type Outcome } from '../booking/outcome.ts'
import { counted } from '../judge/words.ts'
import type { Glimpse } from '../target/booking-api.ts'

/** `booked · reference G-00001 · 1 seat · no version`. */
export function outcomeText(outcome: Outcome): string {
  const word = outcomeLabels[outcome.kind]
  switch (outcome.kind) {
    case 'booked': {
      const seats = outcome.seats === null ? 'no seats told' : counted(outcome.seats, 'seat')
      return [word, referenceText(outcome.reference), seats, versionText(outcome.version)].join(' · ')
    }
    case 'waitlisted': {
      const place = outcome.position === null ? 'no place told' : `place ${outcome.position}`
      return [word, referenceText(outcome.reference), place].join(' · ')
    }
    case 'rejected':
      return [word, outcome.code === null ? 'no code' : `code ${outcome.code}`].join(' · ')
    case 'rateLimited':
      return [word, ...(outcome.retryAfterMs === null ? [] : [`again in ${outcome.retryAfterMs / 1000} s`])].join(' · ')
    case 'unknown':
      return outcome.cause === 'accepted' ? 'accepted · to be decided later' : `${word} · ${outcome.cause}`
    case 'conflict':
    case 'soldOut':
      return word
  }
}

/** `cancelled · no version`. */
export function cancelOutcomeText(outcome: CancelOutcome): string {
  const word = cancelLabels[outcome.kind]
  switch (outcome.kind) {
    case 'cancelled':
      return `${word} · ${versionText(outcome.version)}`
    case 'refused':
      return outcome.code === null ? word : `${word} · code ${outcome.code}`
    case 'unknown':
      return `${word} · ${outcome.cause}`
    case 'gone':
      return word
  }
}

/** `7 seats left of 7 · no version`. */
export function glimpseText({ available, capacity, version }: Glimpse): string {
  const left = `${counted(available, 'seat')} left${capacity === undefined ? '' : ` of ${capacity}`}`
  return `${left} · ${versionText(version)}`
}

/** `1 row: booked G-00001, 1 seat, account 17`. */
export function entriesText(entries: readonly LedgerEntry[]): string {
  if (entries.length === 0) return 'no row of this walk'
  const shown = entries.slice(0, shownMax).map(entryText)
  const more = entries.length > shownMax ? [`and ${entries.length - shownMax} more`] : []
  return `${counted(entries.length, 'entry', 'entries')}: ${[...shown, ...more].join('; ')}`
}

const shownMax = 5

function entryText({ kind, reference, seats, userId, version, available, key }: LedgerEntry): string {
  return [
    `${kind} ${reference}`,
    counted(seats, 'seat'),
    userId === unnamed ? 'no account' : `account ${userId}`,
    ...(version > 0 ? [`version ${version}`] : []),
    ...(available === null ? [] : [`${available} left`]),
    ...(key === undefined ? [] : [`key ${key}`]),
  ].join(', ')
}

const referenceText = (reference: string | null): string =>
  reference === null ? 'no reference' : `reference ${reference}`
const versionText = (version: number | null): string => (version === null ? 'no version' : `version ${version}`)
