import { checkOnce } from '../check-once.ts'
import type { JudgedRound } from '../judged-round.ts'
import { conservation } from '../rules/conservation.ts'
import { sourcesAgree } from '../rules/sources-agree.ts'

/**
 * The rule that says why the entries do not tell for certain how many seats were left at each version; null where they
 * do. Where the counter and the entries differ, the system may have refused by the one and sold by the other.
 */
export function stockDoubt(round: JudgedRound): string | null {
  if (checkOnce(conservation, round).status !== 'held') return conservation.id
  return checkOnce(sourcesAgree, round).status === 'violated' ? sourcesAgree.id : null
}
