import type { Reference } from '../../booking/event.ts'
import { witness } from '../evidence.ts'
import type { AcknowledgedAttempt } from '../operations.ts'
import { positionsOf, queueStaysIn } from '../order/queue-stays.ts'
import { momentText } from '../order/telling.ts'
import { possibleTimelineOf, type Timeline } from '../order/timeline.ts'
import { firstSlotFrom, lastSlotUntil } from '../order/windows.ts'
import type { Rule, Witness } from '../rule.ts'
import { held, idle, inconclusive, violated, withLedger } from '../ruling.ts'
import { counted } from '../words.ts'

/**
 * A position is counted from 1. It may be told as it was on joining, or as it had become by the time of the answer, when
 * some of those ahead had left. What may have happened meanwhile is known from the order of the requests, as for a look.
 */
export const queuePlaces: Rule = {
  id: 'queue-places',
  statement: 'Whoever waits is told the place that they have in the queue, and no two of them the same at one time.',
  needs: 'versions',
  uses: 'versions',
  check: withLedger((_ledger, round) => {
    const { facts, answers, unrecorded } = round
    const told = answers.filter(isPositioned)
    if (told.length === 0) return idle('nobody was told a place in the queue')
    const timeline = possibleTimelineOf(round)
    if ('unordered' in timeline) return inconclusive(timeline.unordered)
    if (facts.opening.available < facts.opening.capacity) {
      return inconclusive('the event was not fresh, so nobody knows who had joined the queue before')
    }
    const positions = positionsTold(told, timeline)
    const wrong = positions.filter(({ position, most, least }) => position > most || position < least)
    const total = `${counted(positions.length, 'place')} in the queue`
    if (wrong.length === 0) return held(`${total} told, each as the ledger has it`)
    const found = `${wrong.length} of ${total} ${wrong.length === 1 ? 'was' : 'were'} told wrong`
    if (unrecorded > 0) {
      return inconclusive(`${found}, unless ${counted(unrecorded, 'request')} whose end was never recorded came before`)
    }
    return violated(
      found,
      wrong.slice(0, 5).map((one) => witnessOf(one, positions, timeline)),
    )
  }),
}

interface Positioned extends AcknowledgedAttempt {
  readonly acknowledged: {
    readonly kind: 'waitlisted'
    readonly reference: Reference
    readonly position: number
  }
}

function isPositioned(attempt: AcknowledgedAttempt): attempt is Positioned {
  const { acknowledged } = attempt
  return acknowledged.kind === 'waitlisted' && acknowledged.reference !== null && acknowledged.position !== null
}

interface ToldPosition {
  readonly attempt: Positioned
  readonly position: number
  /** As it would have been on joining, had nobody left since its request: some systems count first, and join then. */
  readonly most: number
  /** What it can have become, at the least, by the time of the answer. */
  readonly least: number
  /** The slot at which its user had joined. */
  readonly slot: number
}

/** Of a reference that the ledger does not have, or has twice, other rules speak. */
function positionsTold(told: readonly Positioned[], { ledger, windows }: Timeline): readonly ToldPosition[] {
  const stays = queueStaysIn(ledger.entries)
  const waiting = told.flatMap((attempt) => {
    const number = stays.numbers.get(attempt.acknowledged.reference) ?? null
    if (number === null || number >= stays.uncertainFrom) return []
    return { attempt, number, slot: stays.joinedAt[number] ?? 0 }
  })
  const asked = waiting.map(({ attempt, number, slot }) => ({
    number,
    slot: Math.min(slot, firstSlotFrom(windows, attempt.sentUs)),
  }))
  const answered = waiting.map(({ attempt, number, slot }) => {
    const byThen = Math.min(lastSlotUntil(windows, attempt.endedUs), (stays.leftAt[number] ?? Infinity) - 1)
    return { number, slot: Math.max(slot, byThen) }
  })
  const most = positionsOf(asked, stays)
  const least = positionsOf(answered, stays)
  return waiting.map(({ attempt, slot }, index) => ({
    attempt,
    position: attempt.acknowledged.position,
    most: most[index] ?? 0,
    least: least[index] ?? 0,
    slot,
  }))
}

function witnessOf(wrong: ToldPosition, all: readonly ToldPosition[], { ledger, slots }: Timeline): Witness {
  const { attempt, position, most, least, slot } = wrong
  const { user, endedUs, acknowledged } = attempt
  const twin = all.find((other) => other.position === position && other.slot !== slot)
  const moved = most === least ? '' : `, and had moved up to ${least} at the most by then`
  const also = twin ? `; user ${twin.attempt.user} was told ${position}, too` : ''
  const claim =
    `user ${user} was told at ${momentText(endedUs)} that ${acknowledged.reference} is number ${position} in the queue, ` +
    `but it joined as number ${most}, with version ${slots.versionOf(slot)}${moved}${also}`
  const both = [wrong, ...(twin ? [twin] : [])]
  return witness(
    claim,
    both.map((one) => one.attempt),
    both.flatMap((one) => ledger.entries[one.slot - 1] ?? []),
  )
}
