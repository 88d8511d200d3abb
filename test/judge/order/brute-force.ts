import type { Sightings } from '../../../src/judge/order/sightings.ts'
import type { Stock } from '../../../src/judge/order/stock.ts'
import type { Tagged } from '../../../src/judge/order/tagged.ts'

/** What a few users did and were told, and what the event had left after each write. */
export interface SmallHistory {
  readonly tagged: Tagged
  readonly sightings: Sightings
  readonly stock: Stock
}

interface Step {
  readonly fromUs: number
  readonly untilUs: number
  /** The slot that is current once the step was taken at a slot; null where it cannot be taken there. */
  readonly take: (slot: number) => number | null
}

/**
 * Whether the operations can have happened one at a time, each at some moment of its own interval, so that all that was
 * told was true. Tries every order, and knows nothing of sweeps and windows.
 */
export function canHaveHappened(history: SmallHistory): boolean {
  const steps = [...taggedSteps(history), ...sightedSteps(history)]
  const isTaken = steps.map(() => false)
  const isNext = (step: Step): boolean =>
    steps.every((other, index) => isTaken[index] === true || other === step || other.untilUs >= step.fromUs)
  const goOn = (slot: number, left: number): boolean => {
    if (left === 0) return true
    return steps.some((step, index) => {
      if (isTaken[index] === true || !isNext(step)) return false
      const next = step.take(slot)
      if (next === null) return false
      isTaken[index] = true
      const isPossible = goOn(next, left - 1)
      isTaken[index] = false
      return isPossible
    })
  }
  return goOn(0, steps.length)
}

function taggedSteps({ tagged }: SmallHistory): Step[] {
  return Array.from(tagged.slot, (own, index) => ({
    fromUs: tagged.fromUs[index] ?? Number.NaN,
    untilUs: tagged.untilUs[index] ?? Number.NaN,
    take:
      tagged.isWrite[index] === 1 ? (slot) => (slot === own - 1 ? own : null) : (slot) => (slot === own ? own : null),
  }))
}

function sightedSteps({ sightings, stock }: SmallHistory): Step[] {
  return Array.from(sightings.seats, (seats, index) => ({
    fromUs: sightings.fromUs[index] ?? Number.NaN,
    untilUs: sightings.untilUs[index] ?? Number.NaN,
    take: (slot) => {
      const isTrue = sightings.isExact[index] === 1 ? stock.available[slot] === seats : (stock.room[slot] ?? 0) < seats
      return isTrue ? slot : null
    },
  }))
}
