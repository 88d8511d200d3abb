import { outcomeKinds } from '../booking/outcome.ts'
import { attemptAt } from './attempt.ts'
import type { History } from './history.ts'

/** Why attempts were rejected, or came to nothing that anybody could trust: which answer, and how often. */
export interface Reason {
  readonly outcome: 'rejected' | 'unknown'
  /** 0 where no answer came. */
  readonly status: number
  /** The code of a rejection, where it named one; the cause of an unknown outcome. */
  readonly reason: string | null
  readonly attempts: number
}

/** The most frequent first. */
export function tallyReasons(history: History): readonly Reason[] {
  const reasons = new Map<string, Reason>()
  for (let index = 0; index < history.length; index++) {
    if (!needsReason[history.outcome[index] ?? 0]) continue
    const { outcome, status, code, cause } = attemptAt(history, index)
    if (outcome !== 'rejected' && outcome !== 'unknown') continue
    const reason = outcome === 'rejected' ? code : cause
    const key = JSON.stringify([outcome, status, reason])
    reasons.set(key, { outcome, status, reason, attempts: (reasons.get(key)?.attempts ?? 0) + 1 })
  }
  return [...reasons.values()].toSorted((a, b) => b.attempts - a.attempts)
}

const needsReason = outcomeKinds.map((kind) => kind === 'rejected' || kind === 'unknown')
