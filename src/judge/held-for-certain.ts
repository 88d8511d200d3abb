import type { Cancellation } from '../record/cancellation.ts'
import type { AcknowledgedAttempt } from './operations.ts'
import { seatsOf } from './promises.ts'

/** The most seats that users held at one moment for certain, and who held them then. */
export interface CertainPeak {
  readonly seats: number
  readonly holders: readonly AcknowledgedAttempt[]
}

/**
 * A booking is held for certain from the answer that confirmed it until somebody asked to cancel it, unless that was
 * clearly refused. A lost answer can hide that too many were held at once, and never make it up.
 */
export function certainPeak(
  promised: readonly AcknowledgedAttempt[],
  cancellations: readonly Cancellation[],
): CertainPeak {
  const askedUs = firstAsked(cancellations)
  const lives = promised
    .map((promise) => {
      const { reference } = promise.acknowledged
      const untilUs = (reference === null ? null : askedUs.get(reference)) ?? Infinity
      return { promise, seats: seatsOf(promise), fromUs: promise.endedUs, untilUs }
    })
    .filter(({ fromUs, untilUs }) => fromUs < untilUs)
  const ends = lives.toSorted((a, b) => a.untilUs - b.untilUs)
  let held = 0
  let over = 0
  let peak = { seats: 0, atUs: -Infinity }
  for (const { seats, fromUs } of lives.toSorted((a, b) => a.fromUs - b.fromUs)) {
    // On a tie either may have been first, so that what ends counts as over.
    for (let life = ends[over]; life !== undefined && life.untilUs <= fromUs; life = ends[++over]) held -= life.seats
    held += seats
    if (held > peak.seats) peak = { seats: held, atUs: fromUs }
  }
  const { atUs } = peak
  const holders = lives.flatMap(({ promise, fromUs, untilUs }) => (fromUs <= atUs && atUs < untilUs ? promise : []))
  return { seats: peak.seats, holders }
}

function firstAsked(cancellations: readonly Cancellation[]): ReadonlyMap<string, number> {
  const asked = new Map<string, number>()
  for (const { reference, sentUs, outcome } of cancellations) {
    if (outcome.kind === 'refused') continue
    asked.set(reference, Math.min(asked.get(reference) ?? Infinity, sentUs))
  }
  return asked
}
