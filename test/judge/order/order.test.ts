import { expect, test } from 'vitest'
import { findInversions } from '../../../src/judge/order/inversions.ts'
import { allocateSightings, placeSightings } from '../../../src/judge/order/sightings.ts'
import { allocateTagged, type Tagged } from '../../../src/judge/order/tagged.ts'
import { canHaveWritten, windowsOf } from '../../../src/judge/order/windows.ts'
import { cases } from '../../builders/cases.ts'
import { canHaveHappened, type SmallHistory } from './brute-force.ts'
import { smallHistory } from './small-histories.ts'

const histories = cases(120_000)
const conflicts = cases(20_000)

function isOrderly({ tagged, sightings, stock }: SmallHistory): boolean {
  if (findInversions(tagged).length > 0) return false
  const windows = windowsOf(tagged, stock.available.length)
  return placeSightings(sightings, windows, stock).slot.every((slot) => slot >= 0)
}

test(`of ${histories.toLocaleString('en')} small histories, the sweeps accept those that some order explains, and no others`, () => {
  const count = { possible: 0, inverted: 0, unplaced: 0 }
  for (let seed = 0; seed < histories; seed++) {
    const history = smallHistory(seed)
    const isPossible = canHaveHappened(history)
    if (isOrderly(history) !== isPossible) expect.fail(`history ${seed} ${isPossible ? 'can' : 'cannot'} have happened`)
    if (isPossible) count.possible++
    else if (findInversions(history.tagged).length > 0) count.inverted++
    else count.unplaced++
  }
  // Either verdict is common, and either half of the method is needed for it.
  expect(count.possible).toBeGreaterThan(histories * 0.2)
  expect(count.inverted + count.unplaced).toBeGreaterThan(histories * 0.2)
  expect(count.inverted).toBeGreaterThan(histories * 0.05)
  expect(count.unplaced).toBeGreaterThan(histories * 0.05)
})

test('a conflict is right where some write can have happened during it, and wrong where none can', () => {
  const count = { right: 0, wrong: 0 }
  for (let seed = 0; seed < conflicts; seed++) {
    const { tagged, stock } = smallHistory(seed)
    const writes = writesOf(tagged)
    if (findInversions(writes).length > 0) continue
    const fromUs = (seed % 9) - 1
    const untilUs = fromUs + (seed % 3)
    const isRight = Array.from(writes.slot, (_, index) => during(writes, index, { fromUs, untilUs })).some(
      (narrowed) => narrowed !== null && canHaveHappened({ tagged: narrowed, sightings: allocateSightings(0), stock }),
    )
    const windows = windowsOf(writes, stock.available.length)
    if (canHaveWritten(windows, fromUs, untilUs) !== isRight) expect.fail(`history ${seed}`)
    if (isRight) count.right++
    else count.wrong++
  }
  expect(count.right).toBeGreaterThan(conflicts * 0.2)
  expect(count.wrong).toBeGreaterThan(conflicts * 0.2)
})

function writesOf(tagged: Tagged): Tagged {
  const indexes = [...tagged.slot.keys()].filter((index) => tagged.isWrite[index] === 1)
  const pick = (column: Float64Array): Float64Array =>
    Float64Array.from(indexes, (index) => column[index] ?? Number.NaN)
  return {
    slot: pick(tagged.slot),
    isWrite: new Uint8Array(indexes.length).fill(1),
    fromUs: pick(tagged.fromUs),
    untilUs: pick(tagged.untilUs),
  }
}

/** The same writes, one of them during a conflict; null where it had ended before, or began later. */
function during(writes: Tagged, index: number, conflict: { fromUs: number; untilUs: number }): Tagged | null {
  const fromUs = Math.max(writes.fromUs[index] ?? Number.NaN, conflict.fromUs)
  const untilUs = Math.min(writes.untilUs[index] ?? Number.NaN, conflict.untilUs)
  if (fromUs > untilUs) return null
  return { ...writes, fromUs: writes.fromUs.with(index, fromUs), untilUs: writes.untilUs.with(index, untilUs) }
}

test('a long history is placed in no more than a moment for each answer', () => {
  const slots = cases(100_000)
  const tagged = allocateTagged(slots)
  const sightings = allocateSightings(slots * 2)
  const available = new Float64Array(slots)
  for (let slot = 0; slot < slots; slot++) {
    tagged.slot[slot] = slot
    tagged.isWrite[slot] = 1
    tagged.fromUs[slot] = slot === 0 ? -Infinity : slot
    tagged.untilUs[slot] = slot === 0 ? -Infinity : slot + 1000
    available[slot] = slots - slot
    for (const isExact of [0, 1]) {
      const sighting = slot * 2 + isExact
      sightings.isExact[sighting] = isExact
      sightings.seats[sighting] = slots - slot + 1 - isExact
      sightings.fromUs[sighting] = slot
      sightings.untilUs[sighting] = slot + 1000
    }
  }
  expect(findInversions(tagged)).toEqual([])
  const { slot } = placeSightings(sightings, windowsOf(tagged, slots), { available, room: available })
  expect(slot.every((placed, sighting) => placed === Math.floor(sighting / 2))).toBe(true)
})

/** Three slots with 3, 2 and 1 seats left, of which the second was there for certain at 3. */
function placedBetween(told: number, ...looks: readonly { seats: number; fromUs: number; untilUs: number }[]) {
  const stock = Float64Array.of(3, 2, 1)
  const tagged = allocateTagged(3)
  for (const slot of [0, 1, 2]) {
    tagged.slot[slot] = slot
    tagged.isWrite[slot] = 1
  }
  tagged.untilUs[1] = told
  const sightings = allocateSightings(looks.length)
  sightings.isExact.fill(1)
  for (const [index, { seats, fromUs, untilUs }] of looks.entries()) {
    sightings.seats[index] = seats
    sightings.fromUs[index] = fromUs
    sightings.untilUs[index] = untilUs
  }
  const { slot, behind } = placeSightings(sightings, windowsOf(tagged, 3), { available: stock, room: stock })
  return { slot: [...slot], behind: [...behind] }
}

test('what ended last is not what had the latest slot', () => {
  const looks = [
    { seats: 1, fromUs: 0, untilUs: 3 },
    { seats: 2, fromUs: 2, untilUs: 4 },
    { seats: 2, fromUs: 5, untilUs: 6 },
  ]
  expect(placedBetween(Infinity, ...looks)).toEqual({ slot: [2, 1, -1], behind: [-1, -1, 0] })
  expect(placedBetween(Infinity, ...looks.toReversed())).toEqual({ slot: [-1, 1, 2], behind: [2, -1, -1] })
})

test('an earlier answer is named as what holds another back only where time alone does not', () => {
  const looks = [
    { seats: 2, fromUs: 0, untilUs: 1 },
    { seats: 2, fromUs: 5, untilUs: 6 },
  ]
  expect(placedBetween(3, ...looks)).toEqual({ slot: [1, 1], behind: [-1, -1] })
  expect(placedBetween(Infinity, ...looks)).toEqual({ slot: [1, 1], behind: [-1, 0] })
})
