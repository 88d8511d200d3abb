import { attemptAt } from '../../record/attempt.ts'
import { tallyAttempts } from '../../record/tally.ts'
import { witness } from '../evidence.ts'
import { refusalsOf } from '../order/refusals.ts'
import { stockDoubt } from '../order/stock-doubt.ts'
import { keeperOf, momentText, tellingText } from '../order/telling.ts'
import { possibleTimelineOf, toldAt, type Timeline } from '../order/timeline.ts'
import { canHaveWritten, firstWriteFrom } from '../order/windows.ts'
import type { Rule, Witness } from '../rule.ts'
import { doubtful, held, idle, inconclusive, violated, withLedger } from '../ruling.ts'
import { counted } from '../words.ts'

/** Somebody has to win a conflict. Where nothing can have been written meanwhile, a lock was busy, or a timer ran out. */
export const spuriousConflict: Rule = {
  id: 'spurious-conflict',
  statement: 'Whoever was told of a conflict was overtaken by a write that can have happened during the request.',
  needs: 'versions',
  uses: 'versions',
  check: withLedger((_ledger, round) => {
    const { facts, unrecorded } = round
    const conflicts = tallyAttempts(facts.history).conflict
    if (conflicts === 0) {
      return idle('no request was answered with a conflict')
    }
    const timeline = possibleTimelineOf(round)
    if ('unordered' in timeline) return inconclusive(timeline.unordered)
    const { windows } = timeline
    const spurious: Refusal[] = []
    const { places, fromUs } = refusalsOf('conflict', round, timeline.wishes)
    for (let index = 0; index < places.length; index++) {
      const refusal = { place: places[index] ?? -1, fromUs: fromUs[index] ?? 0 }
      const endedUs = facts.history.endedUs[refusal.place] ?? 0
      if (!canHaveWritten(windows, refusal.fromUs, endedUs)) spurious.push(refusal)
    }
    const total = counted(conflicts, 'conflict')
    if (spurious.length === 0) return held(`${total}, each during a request in which a write can have happened`)
    const found = `${spurious.length} of ${total} came while no write can have happened`
    if (unrecorded > 0) {
      return inconclusive(
        `${found}, unless it was one of ${counted(unrecorded, 'request')} whose end was never recorded`,
      )
    }
    const doubt = stockDoubt(round)
    if (doubt !== null) {
      return doubtful(round, `${found}, but the event may have changed in ways that no entry tells of (${doubt})`)
    }
    return violated(
      found,
      spurious.slice(0, 5).map((refusal) => witnessOf(timeline, refusal)),
    )
  }),
}

interface Refusal {
  /** The attempt, as an index into the history. */
  readonly place: number
  readonly fromUs: number
}

function witnessOf(timeline: Timeline, { place, fromUs }: Refusal): Witness {
  const { history, ledger, slots, windows } = timeline
  const attempt = attemptAt(history, place)
  const next = firstWriteFrom(windows, fromUs)
  const written = next === 1 ? 'nothing had been written before' : tellingText(timeline, next - 1)
  const request = keeperOf(timeline, windows, next)
  const follows = request
    ? `version ${slots.versionOf(next)} cannot have been written before ${momentText(request.sentUs)}, when the ` +
      `request of user ${request.user} left`
    : 'nothing was written after that'
  const claim =
    `user ${attempt.user} was told of a conflict between ${momentText(fromUs)} and ${momentText(attempt.endedUs)}, but ` +
    `${written}, and ${follows}`
  const attempts = [attempt, toldAt(timeline, next - 1) ?? [], request ?? []].flat()
  return witness(claim, attempts, ledger.entries.slice(Math.max(0, next - 2), next))
}
