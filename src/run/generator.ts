import type { Fired } from '../fire/fire-round.ts'
import type { History } from '../record/history.ts'
import { countLateSends, sendSpread } from '../record/sending.ts'
import type { RoundResult } from '../report/result.ts'
import type { SelfUsage } from './self-watch.ts'

/** Beyond these the tool was the bottleneck: it measured its own delay along with that of the target. */
const busyMost = 0.9
const lateMost = 0.01

/** A share of a shorter time says nothing: a burst keeps its sender busy for the moment that it takes. */
const shortMs = 200

/** Was it us? How the tool itself stood up to the round. */
export function describeGenerator(fired: Fired, history: History, self: SelfUsage): RoundResult['generator'] {
  const lateSends = countLateSends(history)
  const isBusy = fired.durationMs >= shortMs && fired.busyShare > busyMost
  return {
    ...self,
    busyShare: fired.busyShare,
    sends: sendSpread(history),
    lateSends,
    saturated: isBusy || lateSends > lateMost * history.length,
  }
}
