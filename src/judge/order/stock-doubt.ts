import { checkOnce } from '../check-once.ts'
import type { JudgedRound } from '../judged-round.ts'
import { conservation } from '../rules/conservation.ts'
import { sourcesAgree } from '../rules/sources-agree.ts'

/**
 * Why the entries do not tell for certain how many seats were left at each version, in words for a parenthesis; null where
 * they do. Where the counter and the entries differ, the system may have refused by the one and sold by the other.
 */
export function stockDoubt(round: JudgedRound): string | null {
  if (round.facts.mayHold === true) return 'an earlier step of a booking may hold some'
  if (checkOnce(conservation, round).status !== 'held') return `see ${conservation.id}`
  return checkOnce(sourcesAgree, round).status === 'violated' ? `see ${sourcesAgree.id}` : null
}
