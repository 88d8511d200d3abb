import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { indexesOf } from '../../src/judge/counting-sort.ts'
import { groupAttempts } from '../../src/judge/grouped-attempts.ts'
import { HistoryRecorder } from '../../src/record/recorder.ts'
import { cases } from '../builders/cases.ts'

/** Who made an attempt, and at which operation of theirs. */
interface Made {
  readonly user: number
  readonly operation: number
}

function historyOf(attempts: readonly Made[]) {
  const recorder = new HistoryRecorder()
  for (const { user, operation } of attempts) {
    const times = { plannedUs: 0, sentUs: 0, endedUs: 0 }
    recorder.add({ user, operation, attempt: 1, ...times, status: 409, outcome: { kind: 'conflict' } })
  }
  return recorder.history()
}

/** A list for each operation, in the order in which they were met: what the columns have to amount to. */
function groupPlainly(attempts: readonly Made[]): number[][] {
  const groups = new Map<string, number[]>()
  for (const [index, { user, operation }] of attempts.entries()) {
    const name = `${user}/${operation}`
    groups.set(name, [...(groups.get(name) ?? []), index])
  }
  return [...groups.values()]
}

function groupsOf(attempts: readonly Made[]): number[][] {
  const grouped = groupAttempts(historyOf(attempts))
  for (let number = 0; number < grouped.count; number++) {
    for (const index of indexesOf(grouped, number)) expect(grouped.operationAt[index]).toBe(number)
  }
  return Array.from({ length: grouped.count }, (_, number) => indexesOf(grouped, number))
}

// Names that come again and fall as well as rise, so that users go back to what they had left.
const made = fc.record({ user: fc.nat(4), operation: fc.oneof(fc.nat(4), fc.constantFrom(0, 999_999_999)) })

test('attempts are grouped as a list for each operation would group them', () => {
  fc.assert(
    fc.property(fc.array(made, { maxLength: 40 }), (attempts) => {
      expect(groupsOf(attempts)).toEqual(groupPlainly(attempts))
    }),
    { numRuns: cases(2000) },
  )
})

test('a user may go back and forth between many operations', () => {
  const attempts = Array.from({ length: 3000 }, (_, index) => ({ user: 7, operation: (index * 7919) % 1000 }))
  expect(groupsOf(attempts)).toEqual(groupPlainly(attempts))
})

test('no attempts are no operations', () => {
  expect(groupsOf([])).toEqual([])
})
