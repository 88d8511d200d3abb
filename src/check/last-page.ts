import type { ContractDefinition } from '../target/contract/definition.ts'
import { nodeAt } from '../target/contract/json-path.ts'
import { ReadAnswer } from '../target/contract/read-answer.ts'
import { readerOf, sourceText } from '../target/contract/source.ts'
import type { Stage } from './diary.ts'

/**
 * A ledger may leave out on its last page where the next one is, and looks then as one does whose `ledger.pages.next`
 * leads to the wrong place: a run would read its first page alone, and accuse the target of having lost the others.
 * @returns a sentence where no page that was read has what the contract looks for, or null
 */
export function lastPageText(ledger: ContractDefinition['ledger'], { calls }: Pick<Stage, 'calls'>): string | null {
  if (ledger === undefined || typeof ledger === 'function' || 'sql' in ledger) return null
  const next = ledger.pages?.next
  if (next === undefined) return null
  const find = typeof next === 'string' ? atPath(next) : readerOf(next)
  const pages = calls.flatMap((call) => (call.kind === 'request' ? [new ReadAnswer(call.answer)] : []))
  if (pages.length === 0 || pages.some((page) => find(page) !== undefined)) return null
  return `ledger.pages.next: ${sourceText(next)} is not there: either this is the last page, or it is called something else`
}

/** A null is there, and says that no page follows. */
function atPath(path: string): (page: ReadAnswer) => unknown {
  const find = nodeAt(path)
  return ({ json }) => find(json)
}
