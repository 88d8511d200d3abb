import { allocateSightings } from '../../../src/judge/order/sightings.ts'
import { allocateTagged } from '../../../src/judge/order/tagged.ts'
import { uniform } from '../../../src/plan/random.ts'
import type { SmallHistory } from './brute-force.ts'

/** Draws whole numbers below a limit; the same seed draws the same ones. */
type Dice = (limit: number) => number

const operationsMax = 6
const latestUs = 7

/**
 * A history of up to six operations. Half of them come of something that happened, with the times and the numbers then
 * told a little wrong, now and again; in the others nothing has to do with anything.
 */
export function smallHistory(seed: number): SmallHistory {
  let drawn = 0
  const dice: Dice = (limit) => Math.floor(uniform(seed, drawn++, 0) * limit)
  const isLikely = dice(2) === 0
  const kinds = Array.from({ length: 1 + dice(operationsMax) }, () => dice(4))
  const writes = kinds.filter((kind) => kind === 0).length
  const reads = kinds.filter((kind) => kind === 1).length
  const sighted = kinds.length - writes - reads

  const available = new Float64Array(writes + 1)
  available[0] = dice(4)
  for (let slot = 1; slot <= writes; slot++)
    available[slot] = (available[slot - 1] ?? 0) + ([-1, -1, -2, 1, 2][dice(5)] ?? 0)
  const room = available.map((seats) => (dice(6) === 0 ? 0 : seats))
  const instants = Array.from({ length: kinds.length }, () => dice(latestUs)).toSorted((a, b) => a - b)
  const order = shuffled(kinds, dice)

  const tagged = allocateTagged(writes + reads)
  const sightings = allocateSightings(sighted)
  let slot = 0
  let [nextTagged, nextSighting] = [0, 0]
  for (const [place, kind] of order.entries()) {
    if (kind === 0) slot++
    const own = isLikely ? slot : dice(writes + 1)
    const instant = isLikely ? (instants[place] ?? 0) : dice(latestUs)
    const [fromUs, untilUs] = [instant - dice(3), instant + dice(3)]
    if (kind < 2) {
      tagged.isWrite[nextTagged] = kind === 0 ? 1 : 0
      tagged.slot[nextTagged] = kind === 0 ? slot : own
      tagged.fromUs[nextTagged] = kind === 0 && dice(5) === 0 ? -Infinity : fromUs
      tagged.untilUs[nextTagged] = kind === 0 && dice(5) === 0 ? Infinity : untilUs
      nextTagged++
    } else {
      const isExact = kind === 2
      const told = isExact ? (available[own] ?? 0) : (room[own] ?? 0) + 1 + dice(2)
      sightings.isExact[nextSighting] = isExact ? 1 : 0
      sightings.seats[nextSighting] = dice(8) === 0 ? told - 1 : told
      sightings.fromUs[nextSighting] = fromUs
      sightings.untilUs[nextSighting] = untilUs
      nextSighting++
    }
  }
  return { tagged, sightings, stock: { available, room } }
}

function shuffled<Item>(items: readonly Item[], dice: Dice): readonly Item[] {
  const order = items.map((item) => ({ item, rank: dice(1000) }))
  return order.toSorted((a, b) => a.rank - b.rank).map(({ item }) => item)
}
