import type { AccountBalance } from '../claims.ts'
import { entryName, witness } from '../evidence.ts'
import type { JudgedLedger } from '../judged-round.ts'
import { wasRefused } from '../operations.ts'
import type { Rule, Witness } from '../rule.ts'
import { held, inconclusive, violated, withLedger } from '../ruling.ts'
import { counted, listed } from '../words.ts'

/**
 * A key names the request that made an entry. Where no key is to be seen, the entries of an account are counted instead:
 * if it has more than its unanswered requests can have made, one of those that were refused was not.
 */
export const refusedButBooked: Rule = {
  id: 'refused-but-booked',
  statement: 'A request that was refused for certain has left no entry in the ledger.',
  needs: 'ledger',
  uses: 'ledger',
  check: withLedger((ledger, { operations, unrecorded }) => {
    const { claims } = ledger
    const byCount = claims.keysVisible
      ? []
      : [...claims.balances.values()].filter((account) => wronglyRefused(account) > 0)
    const witnesses = [...witnessesByKey(ledger), ...byCount.map(countWitness)]
    const found = witnesses.length - byCount.length + byCount.reduce((sum, account) => sum + wronglyRefused(account), 0)
    const entries = `${counted(found, 'entry', 'entries')} came of requests that were refused`
    if (found > unrecorded) return violated(entries, witnesses)
    if (found > 0) {
      return inconclusive(`${entries}, or of the ${counted(unrecorded, 'request')} whose end was never recorded`)
    }
    return held(`${counted(operations.filter(wasRefused).length, 'refused operation')} left no trace in the ledger`)
  }),
}

function witnessesByKey({ claims }: JudgedLedger): readonly Witness[] {
  return claims.all.flatMap(({ entry, operation }): Witness | [] => {
    if (!operation || !wasRefused(operation)) return []
    const answers = listed([...new Set(operation.attempts.map(({ outcome }) => outcome))])
    const claim =
      `user ${operation.user} was only ever told ${answers}, but ${entryName(entry)} is ${entry.kind} for their ` +
      `request ${entry.key} as ${entry.reference} (${counted(entry.seats, 'seat')})`
    return witness(claim, operation.attempts, [entry])
  })
}

/** Each entry beyond what the unanswered requests explain; beyond the refused ones as well, nobody asked for it. */
function wronglyRefused({ loose, nameless, refused }: AccountBalance): number {
  return Math.min(loose.length - nameless, refused.length)
}

function countWitness(balance: AccountBalance): Witness {
  const { account, loose, nameless, refused } = balance
  const users = listed([...new Set(refused.map(({ user }) => `user ${user}`))])
  const claim =
    `account ${account} has ${counted(loose.length, 'entry', 'entries')} that nobody was told of, but only ` +
    `${counted(nameless, 'request')} without a clear answer: of those refused (${users}), ` +
    `${wronglyRefused(balance)} must have been served all the same`
  return witness(claim, refused, loose)
}
