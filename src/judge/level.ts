import type { LedgerEntry } from '../booking/ledger.ts'
import type { RoundFacts } from './facts.ts'
import { levels, type Level, type Rule } from './rule.ts'

/** What the target let the judge see of a round. */
export function levelOf({ ledger, closing }: RoundFacts): Level {
  if ('unavailable' in ledger) return 'unavailable' in closing ? 'answers' : 'counter'
  return areVersioned(ledger.entries) ? 'versions' : 'ledger'
}

/** False where no entry says which version it installed. */
export const areVersioned = (entries: readonly LedgerEntry[]): boolean =>
  entries.length === 0 || entries.some(({ version }) => version > 0)

/** The level at which a rule ran, or null where it needs more than there was. */
export function levelFor({ needs, uses }: Rule, seen: Level): Level | null {
  if (levels.indexOf(seen) < levels.indexOf(needs)) return null
  return levels[Math.min(levels.indexOf(seen), levels.indexOf(uses))] ?? null
}

/** Why a rule that needs more cannot rule on a round. */
export function whatIsMissing({ ledger }: RoundFacts): string {
  return 'unavailable' in ledger
    ? `the ledger could not be read: ${ledger.unavailable}`
    : 'the entries of the ledger do not say which version they installed'
}
