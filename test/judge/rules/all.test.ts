import { expect, test } from 'vitest'
import { judge } from '../../../src/judge/judge.ts'
import { levels, type Level } from '../../../src/judge/rule.ts'
import { roundFrom } from '../../builders/round.ts'

const history = 'user outcome reference\n 0 booked A'
const ledgerOf = (version: number): string => `version kind reference account\n ${version} booked A u0`

/** Which rules ran at which level; those that had too little to go by at none. */
function rulesByLevel(
  story: Omit<Parameters<typeof roundFrom>[0], 'history'>,
): Readonly<Record<Level | 'none', readonly string[]>> {
  const { invariants } = judge(roundFrom({ history, ...story }))
  const at = (level: Level | null): readonly string[] =>
    invariants
      .filter((ruling) => ruling.level === level)
      .map(({ id }) => id)
      .toSorted()
  const [answers = [], counter = [], ledger = [], versions = []] = levels.map(at)
  return { none: at(null), answers, counter, ledger, versions }
}

const byAnswers = ['accounted']
const byLedgerOrCounter = ['sources-agree']
/** Rules that need no ledger, and make use of one, run at the level of the counter where that is all there is. */
const byLedgerOrAnswers = [
  'no-oversell',
  'all-or-nothing',
  'unique-reference',
  'one-effect-per-key',
  'replay-fidelity',
  'contended',
]
const byLedger = ['conservation', 'no-double-booking', 'returned-once', 'ownership', 'refused-but-booked', 'no-phantom']
const byVersionsOrLedger = ['no-idle-seat', 'justified-refusal', 'acked-durable']
const byVersionsOrAnswers = ['version-chain', 'read-freshness']
const byVersions = ['waitlist-order', 'queue-places', 'real-time-order', 'spurious-conflict']

const all = (...groups: readonly (readonly string[])[]): readonly string[] => groups.flat().toSorted()

test('with the versions of the ledger, every rule makes the most of what there is', () => {
  expect(rulesByLevel({ ledger: ledgerOf(2) })).toEqual({
    none: [],
    answers: byAnswers,
    counter: [],
    ledger: all(byLedger, byLedgerOrCounter, byLedgerOrAnswers),
    versions: all(byVersions, byVersionsOrLedger, byVersionsOrAnswers),
  })
})

test('with a ledger that tells no versions, only the rules about the order say nothing', () => {
  expect(rulesByLevel({ ledger: ledgerOf(0) })).toEqual({
    none: all(byVersions),
    answers: byAnswers,
    counter: [],
    ledger: all(byLedger, byLedgerOrCounter, byLedgerOrAnswers, byVersionsOrLedger, byVersionsOrAnswers),
    versions: [],
  })
})

test('without a ledger, some rules can still go by the answers', () => {
  expect(rulesByLevel({})).toEqual({
    none: all(byVersions, byVersionsOrLedger, byLedger, byLedgerOrCounter),
    answers: all(byAnswers, byLedgerOrAnswers, byVersionsOrAnswers),
    counter: [],
    ledger: [],
    versions: [],
  })
})

test('what the event shows in the end is worth something without a ledger', () => {
  const { none, counter } = rulesByLevel({ closing: {} })
  expect(none).toEqual(all(byVersions, byVersionsOrLedger, byLedger))
  expect(counter).toEqual(all(byLedgerOrCounter, byLedgerOrAnswers, byVersionsOrAnswers))
})
