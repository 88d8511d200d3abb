import type { RoundPlan } from '../plan/plan.ts'
import type { Line, Lines } from './line.ts'

/** Who gets which line: a line of its own for each user, or whichever is free. */
export interface LineLoan {
  readonly borrow: (user: number) => Line
  readonly giveBack: (line: Line) => void
}

/** @returns how lines are lent in a round, and which of them are opened before it */
export function lineLoan({ arrivals, user }: RoundPlan): { loan: (lines: Lines) => LineLoan; opened: Uint32Array } {
  if (arrivals.pattern !== 'rate') return { loan: ownLines, opened: user }
  // As many as a second brings: enough for every target that answers within one.
  const enough = Math.min(user.length, Math.ceil(arrivals.perSecond))
  return { loan: sharedLines, opened: Uint32Array.from({ length: enough }, (_, line) => line) }
}

const ownLines = (lines: Lines): LineLoan => ({ borrow: (user) => lines.of(user), giveBack: () => {} })

/**
 * For visitors who come one after the other, more than there could be connections at once: each takes a line that the
 * last one has left, and another is opened only where none is free.
 */
function sharedLines(lines: Lines): LineLoan {
  const free: Line[] = []
  let opened = 0
  return { borrow: () => free.pop() ?? lines.of(opened++), giveBack: (line) => void free.push(line) }
}
