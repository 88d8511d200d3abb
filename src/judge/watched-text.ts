import type { RoundFacts } from './facts.ts'

/** How long was waited for what did not come, to be added to a sentence that says what that is; empty without a wait. */
export function watchedText({ quietMs }: Pick<RoundFacts, 'quietMs'>): string {
  return quietMs === 0 ? '' : ` (watched for ${quietMs / 1000} s without a change)`
}

/** How late the ledger was, to be added to a sentence about what is in it; empty where it was whole at once. */
export function lateText({ lateMs }: Pick<RoundFacts, 'lateMs'>): string {
  return lateMs === 0 ? '' : `; the ledger was still growing ${lateMs.toLocaleString('en')} ms after the last answer`
}
