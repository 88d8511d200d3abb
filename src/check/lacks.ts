import type { Lacks } from '../judge/reach.ts'
import { listed } from '../target/contract/compile.ts'
import type { ContractDefinition } from '../target/contract/definition.ts'
import { showsSeats } from '../target/contract/glimpse.ts'
import { namesUsers, sendsKeys } from '../target/contract/user-fields.ts'

/** What a contract has no words for, so that it cannot happen in any run. Whatever a function may do, is taken to be there. */
export function lacksOf({ book, cancel, event, ledger }: ContractDefinition): Lacks {
  const means = (meaning: string): boolean =>
    listed(book, []).some(
      ({ step: { answers = [] } }) => typeof answers === 'function' || answers.some(({ is }) => is === meaning),
    )
  const shows = event.look !== undefined && showsSeats(event.look)
  return {
    queue: means('waitlisted') ? null : 'no answer of book is waitlisted',
    conflict: means('conflict') ? null : 'no answer of book is conflict',
    keys: sendsKeys(book) ? null : 'no booking carries {{key}}',
    cancel: cancel === undefined ? 'the contract has no cancel' : null,
    look: shows ? null : 'the contract has no event.look that shows what is left',
    owners: ledger === undefined || namesUsers(ledger) ? null : 'the ledger does not say whose its rows are',
  }
}
