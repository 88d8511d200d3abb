import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judge } from '../../src/judge/judge.ts'
import { withoutLaggingLedger } from '../../src/judge/ledger-lag.ts'
import { cases } from '../builders/cases.ts'
import { factsOf, type DraftRound } from '../builders/draft-round.ts'
import { honestRounds } from '../builders/honest-round.ts'
import { roundFrom } from '../builders/round.ts'

const history = `
  user outcome reference version
  0    booked  A         2
  1    booked  B         3
`
const ledger = `
  version kind   reference account
  2       booked A         u0
`
const reasonFor = (story: Partial<Parameters<typeof roundFrom>[0]>): string | null => {
  const facts = withoutLaggingLedger(roundFrom({ history, ledger, ...story }))
  return 'unavailable' in facts.ledger ? facts.ledger.unavailable : null
}

test('a ledger that ends before the version of its event is behind, and it is said how long it was watched', () => {
  expect(reasonFor({ final: { version: 3 }, quietMs: 1500 })).toBe(
    'it ends at version 2 while the event is at version 3, so it is behind (watched for 1.5 s without a change)',
  )
})

test('entries may be listed in any order', () => {
  const listed = `${ledger.replace('2       b', '3       b')}  2       booked B         u1\n`
  expect(reasonFor({ ledger: listed, final: { version: 3 } })).toBeNull()
  expect(reasonFor({ ledger: listed, final: { version: 4 } })).toContain('it ends at version 3')
})

test('a ledger that shows an older event than a look does is behind', () => {
  expect(reasonFor({ closing: { version: 3 } })).toBe(
    'it shows the event at version 2, which is at version 3, so it is behind',
  )
})

test.each<[string, Partial<Parameters<typeof roundFrom>[0]>]>([
  ['that ends where its event does', {}],
  ['that nobody looked beside', { closing: null }],
  ['that a look lags behind', { closing: { version: 1 } }],
  ['with a hole', { ledger: ledger.replace('2       b', '3       b'), final: { version: 4 } }],
  ['with a version twice', { ledger: `${ledger}  2       booked B         u1\n`, final: { version: 3 } }],
  ['without versions', { ledger: ledger.replace('2       b', '0       b'), final: { version: 0 } }],
])('a ledger %s is not', (_, story) => {
  expect(reasonFor(story)).toBeNull()
})

/** What a copy shows that has not heard of the last changes, and which of the looks is as old as it. */
interface Lag {
  readonly entries: number
  readonly isWhole: boolean
  readonly isSeen: boolean
}

/** Shows a ledger that lacks its last entries, with the event as it was then or as it is. */
function lagging(round: DraftRound, { entries: missing, isWhole, isSeen }: Lag): DraftRound {
  const entries = round.entries.slice(0, Math.max(0, round.entries.length - missing))
  const last = entries.at(-1)
  const then = { available: last?.available ?? round.capacity, version: last?.version ?? 1 }
  // A whole copy that is behind shows only beside a look that is not.
  return { ...round, entries, final: isWhole ? then : round.final, closing: isWhole || isSeen ? round.final : null }
}

describe('a correct system whose ledger is behind', () => {
  const lags = fc.record({ entries: fc.integer({ min: 1, max: 6 }), isWhole: fc.boolean(), isSeen: fc.boolean() })

  test('is accused of nothing, and not held', () => {
    fc.assert(
      fc.property(honestRounds, lags, (round, lag) => {
        // Without the ledger no rule can know that somebody gave a seat back, so that two could have it.
        fc.pre(round.entries.length > 0 && round.ledgerReadable)
        fc.pre(round.entries.every(({ kind }) => kind !== 'cancelled'))
        const { ruling, invariants } = judge(factsOf(lagging(round, lag)))
        expect(invariants.filter(({ status }) => status === 'violated')).toEqual([])
        expect(ruling).toBe('inconclusive')
      }),
      { numRuns: cases(1000) },
    )
  })
})

test('a correct system whose event is shown out of a cache is accused of nothing', () => {
  fc.assert(
    fc.property(honestRounds, fc.nat(), (round, pick) => {
      const shown = [{ available: round.capacity, version: 1 }, ...round.entries]
      const { available, version } = shown[pick % shown.length] ?? round.final
      fc.pre(round.ledgerReadable)
      const { invariants } = judge(factsOf({ ...round, closing: { available, version } }))
      expect(invariants.filter(({ status }) => status === 'violated')).toEqual([])
    }),
    { numRuns: cases(1000) },
  )
})
