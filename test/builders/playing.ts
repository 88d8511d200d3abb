import type { RulingStatus } from '../../src/judge/rule.ts'
import type { Playing } from '../../src/judge/playing.ts'

/** A playing of a round that was contended and held, unless something else is said of a rule. */
export function aPlaying(
  rules: Readonly<Record<string, RulingStatus>> = {},
  changes: Partial<Omit<Playing, 'invariants'>> = {},
): Playing {
  const statuses: Readonly<Record<string, RulingStatus>> = {
    'no-oversell': 'held',
    'version-chain': 'held',
    contended: 'held',
    ...rules,
  }
  return {
    round: 'sale',
    invariants: Object.entries(statuses).map(([id, status]) => ({ id, status })),
    isInterrupted: false,
    spreadMs: 9,
    ...changes,
  }
}
