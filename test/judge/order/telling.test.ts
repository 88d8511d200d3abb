import { expect, test } from 'vitest'
import { prepareRound } from '../../../src/judge/judged-round.ts'
import { attemptsAround, keeperOf, spanText, tellingText } from '../../../src/judge/order/telling.ts'
import { timelineOf } from '../../../src/judge/order/timeline.ts'
import { windowsOf } from '../../../src/judge/order/windows.ts'
import { roundFrom } from '../../builders/round.ts'

/** Three bookings of five seats. The second was asked for first, and nobody was told of the last. */
const history = `
  user sent ended outcome reference version
  1    5    12    booked  B         3
  0    10   14    booked  A         2
  2    20   90    unknown -         -
`
const ledger = `
  version kind   reference account key
  2       booked A         u0      k0.0
  3       booked B         u1      k1.0
  4       booked C         u2      k2.0
`
function timelineFrom(entries: string) {
  const timeline = timelineOf(prepareRound(roundFrom({ capacity: 5, history, ledger: entries, keyed: true })))
  if ('unordered' in timeline) throw new Error(timeline.unordered)
  return { timeline, windows: windowsOf(timeline.writes, timeline.writes.slot.length) }
}
const { timeline, windows } = timelineFrom(ledger)
const available = Float64Array.of(5, 4, 3, 2)
const stock = { available, room: available }

test('what became of a version is told by who was told of it, and asking for more is our own mistake', () => {
  expect(tellingText(timeline, 1)).toBe('user 0 was told at 14 ms that it has version 2')
  expect(() => tellingText(timeline, 3)).toThrow(new RangeError('nobody was told of version 4'))
})

test.each([
  [1, 1, 'only version 2 can have been current then, with 4 seats left'],
  [1, 3, 'only versions 2 to 4 can have been current then, with 4, 3 and 2 seats left'],
  [3, 2, 'version 3 was the latest that can have been current by then'],
])('slots %i to %i are told as the versions that can have been current', (first, last, text) => {
  expect(spanText(timeline, stock, { first, last })).toBe(text)
})

test('a version had to wait for its own request, or for that of an earlier one that was sent later', () => {
  expect([1, 2, 3].map((slot) => keeperOf(timeline, windows, slot)?.user)).toEqual([0, 0, 2])
  expect([0, 4].map((slot) => keeperOf(timeline, windows, slot))).toEqual([null, null])
})

test('a version of nobody had to wait for the request before it, and the first of nobody for none', () => {
  const cancelled = timelineFrom(ledger.replace('booked B         u1      k1.0', 'cancelled A u0 -'))
  expect(keeperOf(cancelled.timeline, cancelled.windows, 2)?.user).toBe(0)
  const strange = timelineFrom(ledger.replace('A         u0      k0.0', 'X         u9      -'))
  expect(keeperOf(strange.timeline, strange.windows, 1)).toBe(null)
})

test('only who was told before a span, or asked after it, bounds it', () => {
  const around = (fromUs: number, untilUs: number) =>
    attemptsAround(timeline, windows, { first: 1, last: 2, fromUs, untilUs }).map(({ user }) => user)
  expect(around(14_001, 19_999)).toEqual([0, 2])
  expect(around(14_000, 20_000)).toEqual([])
})
