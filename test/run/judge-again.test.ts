import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { groupBy } from '../../src/judge/group.ts'
import { judge } from '../../src/judge/judge.ts'
import { cases } from '../builders/cases.ts'
import { factsOf, sharesKeys } from '../builders/draft-round.ts'
import { holdingRounds } from '../builders/holding-rounds.ts'
import { honestRounds, undisturbedRounds } from '../builders/honest-round.ts'
import { ndjson, recordOf, roundsOf, temporaryFolder } from './told-round.ts'

/** The first round of a file, as the reader understands it. */
async function firstRound(path: string) {
  const [round] = await roundsOf(path)
  if (!round) throw new Error('there is no round')
  return round
}

test('a round that survived its file is ruled on as it was, to the last word', async () => {
  const path = join(temporaryFolder(), 'sale.ndjson')
  await fc.assert(
    fc.asyncProperty(honestRounds, async (draft) => {
      const facts = factsOf(draft)
      await recordOf(path, facts)
      expect(judge((await firstRound(path)).facts)).toEqual(judge(facts))
    }),
    { numRuns: cases(100) },
  )
})

test('a round in which seats may be held on the way is ruled on as it was, too', async () => {
  const path = join(temporaryFolder(), 'sale.ndjson')
  await fc.assert(
    fc.asyncProperty(holdingRounds, async ({ racedUs: _racedUs, ...facts }) => {
      await recordOf(path, facts)
      expect(judge((await firstRound(path)).facts)).toEqual(judge(facts))
    }),
    { numRuns: cases(100) },
  )
})

test('no rule accuses a correct system of what is missing where the file was cut off', async () => {
  const path = join(temporaryFolder(), 'sale.ndjson')
  await fc.assert(
    // Without the ledger no rule can know of a seat that others gave back, so that two users could have it in turn.
    fc.asyncProperty(undisturbedRounds, fc.double({ min: 0, max: 0.99, noNaN: true }), async (draft, share) => {
      const text = await recordOf(path, factsOf(draft))
      const head = text.indexOf('\n', text.indexOf('\n') + 1) + 1
      writeFileSync(path, text.slice(0, head + Math.floor((text.length - head) * share)))
      const { facts } = await firstRound(path)
      expect(judge(facts).invariants.filter(({ status }) => status === 'violated')).toEqual([])
    }),
    { numRuns: cases(150) },
  )
})

/** Leaves out of a record what another tool would not know, and tells the times by the clock on the wall. */
function asAnotherToolWrites(record: string, { hidesAccounts }: { hidesAccounts: boolean }): string {
  const epochUs = 1_764_000_000_000_000
  const lines = record
    .trimEnd()
    .split('\n')
    .map((line): Record<string, unknown> => JSON.parse(line))
  const askedBy = groupBy(lines, ({ user }) => user)
  // Who asks for one number of seats after another has to say which attempts belong together.
  const isVaried = (user: unknown) => new Set(askedBy.get(user)?.map(({ asked }) => asked)).size > 1
  return ndjson(
    lines.flatMap((line): readonly object[] => {
      const { type } = line
      if (type === 'run') return []
      if (type === 'round') {
        const { event, asked, users } = line
        return [{ type, event: withoutVersion(event), asked, users }]
      }
      if (type === 'entry' && hidesAccounts) return [{ ...line, userId: `id of ${String(line['userId'])}` }]
      if (type !== 'attempt' && type !== 'read' && type !== 'cancel') return [line]
      const { account, attempt: _, operation, plannedUs: _planned, ...rest } = line
      return [
        {
          ...rest,
          ...(hidesAccounts ? {} : { account }),
          ...(type === 'attempt' && isVaried(rest['user']) ? { operation } : {}),
          sentUs: Number(line['sentUs']) + epochUs,
          endedUs: Number(line['endedUs']) + epochUs,
        },
      ]
    }),
  )
}

function withoutVersion(event: unknown): object {
  const { version: _, ...rest } = { version: 0, ...(typeof event === 'object' ? event : {}) }
  return rest
}

test('no rule accuses a correct system where another tool tells of it, in fewer words', async () => {
  const path = join(temporaryFolder(), 'sale.ndjson')
  await fc.assert(
    fc.asyncProperty(honestRounds, fc.boolean(), async (draft, hidesAccounts) => {
      fc.pre(!draft.interrupted)
      // A key is its account's own: without accounts nobody can say whether two who sent the same meant the same.
      fc.pre(!hidesAccounts || !sharesKeys(draft))
      const record = await recordOf(path, factsOf(draft))
      writeFileSync(path, asAnotherToolWrites(record, { hidesAccounts }))
      const { invariants } = judge((await firstRound(path)).facts)
      expect(invariants.filter(({ status }) => status === 'violated')).toEqual([])
    }),
    { numRuns: cases(100) },
  )
})
