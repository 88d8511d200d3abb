import type { LedgerEntry } from '../../booking/ledger.ts'
import { atVersion, ownerName, witness, witnessOfEntries } from '../evidence.ts'
import { groupBy } from '../group.ts'
import type { JudgedLedger } from '../judged-round.ts'
import { wishOf, type AcknowledgedAttempt, type Operation } from '../operations.ts'
import type { Rule, Witness } from '../rule.ts'
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
  check: ({ operations, toldAgain, wishes, ledger }) => {
    if (operations.every(({ key }) => key === null)) return idle('no request carried a key')
    const effects = 'unavailable' in ledger ? [] : repeatedEffects(ledger, wishes, operations.length)
    const witnesses = effects.length > 0 ? effects : toldAgain.flatMap(differingAnswers)
    if (witnesses.length === 0) return held('no key was the reason for two bookings')
    return violated(`${counted(witnesses.length, 'key')} brought about more than one booking`, witnesses)
  },
}

/** @param operations how many there are: no wish has a higher number */
function repeatedEffects(ledger: JudgedLedger, wishes: Wishes, operations: number): readonly Witness[] {
  const made = ledger.claims.all.filter(({ entry: { key } }) => key !== undefined)
  const wishOfClaim = ({ entry, operation }: (typeof made)[number]) => wishBehind(entry, operation, wishes)
  const counts = new Uint32Array(operations)
  const unsent = new Map<string, number>()
  for (const claim of made) {
    const wish = wishOfClaim(claim)
    if (typeof wish === 'number') counts[wish] = (counts[wish] ?? 0) + 1
    else unsent.set(wish, (unsent.get(wish) ?? 0) + 1)
  }
  const isRepeated = (wish: number | string) => ((typeof wish === 'number' ? counts[wish] : unsent.get(wish)) ?? 0) > 1
  if (counts.every((count) => count < 2) && ![...unsent.keys()].some(isRepeated)) return []
  const effects = made
    .map((claim) => ({ entry: claim.entry, wish: wishOfClaim(claim) }))
    .filter(({ wish }) => isRepeated(wish))
  return Array.from(groupBy(effects, ({ wish }) => wish).values(), (same) => {
    const entries = same.map(({ entry }) => entry)
    const [{ entry: first }] = same
    const claim = `the key ${first.key} of ${ownerName(ledger, first)} made ${listed(entries.map(effectOf))}`
    return witnessOfEntries(ledger, claim, entries)
  })
}

/** What the key of an entry stands for: the wish that it was sent for, or, of a key that nobody sent, the key itself. */
function wishBehind(entry: LedgerEntry, operation: Operation | null, wishes: Wishes): number | string {
  const { userId, key } = entry
  if (operation !== null && operation.key === key && operation.account === userId) return wishOf(operation)
  const [sender] = wishes.operationsWith(userId, key)
  return sender ? wishOf(sender) : JSON.stringify([userId, key])
}

const effectOf = ({ reference, version }: LedgerEntry): string => `${reference}${atVersion(version)}`

/** @param wishing the operations that sent one key */
function differingAnswers(wishing: readonly [Operation, ...Operation[]]): Witness | [] {
  const told = wishing.flatMap(({ acknowledged }) => acknowledged)
  const different = groupBy(
    told.filter(({ acknowledged }) => acknowledged.reference !== null),
    ({ acknowledged }) => acknowledged.reference,
  )
  if (different.size < 2) return []
  const attempts = Array.from(different.values(), ([attempt]) => attempt)
  const [{ key }] = wishing
  return witness(`the key ${key} was answered with ${listed(attempts.map(answerOf))}`, attempts)
}

const answerOf = ({ acknowledged, user }: AcknowledgedAttempt): string => `${acknowledged.reference} (user ${user})`
