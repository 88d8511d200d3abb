import type { Outcome } from '../booking/outcome.ts'
import { attemptAt, type Attempt } from './attempt.ts'
import type { History } from './history.ts'
import { HistoryRecorder } from './recorder.ts'

/**
 * Brings the histories of several senders together, in the order in which their attempts ended. Nothing is lost and
 * nothing counted twice; they share a clock, so their times are left as they are.
 */
export function mergeHistories(histories: readonly History[]): History {
  const [only, ...others] = histories
  if (only && others.length === 0) return only
  const recorder = new HistoryRecorder()
  for (const { history, index } of inOrderOfEnd(histories)) {
    const attempt = attemptAt(history, index)
    recorder.add({ ...attempt, outcome: outcomeOf(attempt) })
  }
  return recorder.history()
}

interface Place {
  readonly history: History
  readonly index: number
}

/** Each history is in order already, so the next attempt is always the earliest of those at their heads. */
function* inOrderOfEnd(histories: readonly History[]): Generator<Place> {
  const heads = histories.map((history) => ({ history, index: 0 }))
  for (;;) {
    let earliest: (typeof heads)[number] | null = null
    for (const head of heads) if (endOf(head) < (earliest ? endOf(earliest) : Infinity)) earliest = head
    if (earliest === null) return
    yield { ...earliest }
    earliest.index++
  }
}

const endOf = ({ history, index }: Place): number => history.endedUs[index] ?? Infinity

function outcomeOf({ outcome, acknowledged, cause, code }: Attempt): Outcome {
  if (acknowledged !== null) return acknowledged
  switch (outcome) {
    case 'rejected':
      return { kind: 'rejected', code }
    case 'unknown':
      return { kind: 'unknown', cause: cause ?? 'unreadable' }
    case 'rateLimited':
      // For how long was for its user to know; a history does not keep it.
      return { kind: 'rateLimited', retryAfterMs: null }
    case 'conflict':
    case 'soldOut':
      return { kind: outcome }
    case 'booked':
    case 'waitlisted':
      throw new RangeError(`a history holds a ${outcome} attempt without what was acknowledged`)
  }
}
