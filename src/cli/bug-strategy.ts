import { strategiesWith, type BugName } from '../booking/bug.ts'
import type { Strategy } from '../booking/strategy.ts'
import { UsageError } from '../operator/errors.ts'

/** @throws {UsageError} where the operator named a strategy under which the bug would never show */
export function refuseVainBug(bug: BugName | undefined, named: Strategy | undefined): void {
  if (bug === undefined || named === undefined) return
  const able = strategiesWith(bug)
  if (able.includes(named)) return
  throw new UsageError(`--bug ${bug} does not show with --strategy ${named}; allowed is ${able.join(' or ')}`)
}

/**
 * A bug brings a strategy along under which it shows; a mutant that nothing can tell from the correct server would be
 * acquitted, and its verdict believed.
 * @param otherwise what books where there is no bug
 */
export function strategyWith(bug: BugName | undefined, otherwise: Strategy): Strategy {
  if (bug === undefined) return otherwise
  const able = strategiesWith(bug)
  return able.includes(otherwise) ? otherwise : able[0]
}
