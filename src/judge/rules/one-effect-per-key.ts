import type { LedgerEntry } from '../../booking/ledger.ts'
import { ownerName, witness, witnessOfEntries } from '../evidence.ts'
import { groupBy } from '../group.ts'
import type { JudgedLedger } from '../judged-round.ts'
import { wishOf, type AcknowledgedAttempt, type Operation } from '../operations.ts'
import type { Rule, Witness } from '../rule.ts'
import { groupSparsely } from '../sparse-groups.ts'
import type { Wishes } from '../wishes.ts'
import { held, idle, violated } from '../ruling.ts'
import { counted, listed } from '../words.ts'

/**
 * Keys belong to their account. The ledger shows what a key brought about, where it shows keys; what was answered shows
 * it too, since two bookings have two references.
 */
export const oneEffectPerKey: Rule = {
  id: 'one-effect-per-key',
  statement: 'A key brings about one booking or one place in the queue, however often it is sent.',
  needs: 'answers',
  uses: 'ledger',
  check: ({ operations, wishes, ledger }) => {
    if (operations.every(({ key }) => key === null)) return idle('no request carried a key')
    const effects = 'unavailable' in ledger ? [] : repeatedEffects(ledger)
    const witnesses = effects.length > 0 ? effects : repeatedAnswers(operations, wishes)
    if (witnesses.length === 0) return held('no key was the reason for two bookings')
    return violated(`${counted(witnesses.length, 'key')} brought about more than one booking`, witnesses)
  },
}

function repeatedEffects(ledger: JudgedLedger): readonly Witness[] {
  const made = ledger.entries.filter(
    ({ kind, key }) => key !== undefined && (kind === 'booked' || kind === 'waitlisted'),
  )
  const byKey = groupSparsely(made, ({ key }) => key)
  const repeated = made.filter(({ key }) => byKey.isRepeated(key))
  return [...groupBy(repeated, ({ userId, key }) => JSON.stringify([userId, key])).values()].flatMap(
    (entries): Witness | [] => {
      const [first] = entries
      if (entries.length < 2) return []
      const effects = listed(entries.map(effectOf))
      return witnessOfEntries(ledger, `the key ${first.key} of ${ownerName(ledger, first)} made ${effects}`, entries)
    },
  )
}

const effectOf = ({ reference, version }: LedgerEntry): string => `${reference} at version ${version}`

function repeatedAnswers(operations: readonly Operation[], wishes: Wishes): readonly Witness[] {
  const repeated = operations.filter((operation) => operation.acknowledged.length > 1 || wishes.isShared(operation))
  const keyed = repeated.filter(({ key }) => key !== null)
  return [...groupBy(keyed, wishOf).values()].flatMap((wishing): Witness | [] => {
    const told = wishing.flatMap(({ acknowledged }) => acknowledged)
    const different = groupBy(
      told.filter(({ acknowledged }) => acknowledged.reference !== null),
      ({ acknowledged }) => acknowledged.reference,
    )
    if (different.size < 2) return []
    const attempts = Array.from(different.values(), ([attempt]) => attempt)
    const [{ key }] = wishing
    return witness(`the key ${key} was answered with ${listed(attempts.map(answerOf))}`, attempts)
  })
}

const answerOf = ({ acknowledged, user }: AcknowledgedAttempt): string => `${acknowledged.reference} (user ${user})`
