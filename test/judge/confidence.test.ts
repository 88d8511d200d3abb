import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { confidencePerRound } from '../../src/judge/confidence.ts'
import { wilsonInterval } from '../../src/judge/interval.ts'
import type { Playing } from '../../src/judge/playing.ts'
import { aPlaying } from '../builders/playing.ts'

const held = aPlaying()
const violated = aPlaying({ 'no-oversell': 'violated' })
const uncontended = aPlaying({ contended: 'inconclusive' })
const undecided = aPlaying({ 'version-chain': 'inconclusive' })
const interrupted = aPlaying({}, { isInterrupted: true })

const times = (count: number, playing: Playing): Playing[] => Array.from({ length: count }, () => playing)

test('thirty clean rounds leave up to 9.5 % of such rounds open', () => {
  const [sale] = confidencePerRound(times(30, held))
  expect(sale).toMatchObject({ round: 'sale', playings: 30, trials: 30, violated: 0, spreadMs: 9 })
  expect(sale?.share).toEqual({ low: 0, high: expect.closeTo(0.095, 3), method: 'exact' })
  expect(sale?.leftOut).toEqual({ interrupted: 0, notContended: 0, inconclusive: 0 })
})

test('where some were violated, the share of those has an interval on both sides', () => {
  const [sale] = confidencePerRound([...times(27, held), ...times(3, violated)])
  expect(sale).toMatchObject({ trials: 30, violated: 3 })
  expect(sale?.share).toEqual({ ...wilsonInterval(3, 30), method: 'wilson' })
})

test('rounds that could not have shown anything are no trials, and are counted by why', () => {
  const [sale] = confidencePerRound([held, held, uncontended, undecided, undecided, interrupted])
  expect(sale).toMatchObject({ playings: 6, trials: 2, violated: 0 })
  expect(sale?.leftOut).toEqual({ interrupted: 1, notContended: 1, inconclusive: 2 })
})

test('one reason is enough, and a round in which no rule asked for contention had none', () => {
  const { invariants } = uncontended
  const silent = { ...held, invariants: invariants.filter(({ id }) => id !== 'contended') }
  const [sale] = confidencePerRound([{ ...uncontended, isInterrupted: true }, silent])
  expect(sale?.leftOut).toEqual({ interrupted: 1, notContended: 1, inconclusive: 0 })
})

test('a violation counts whatever else there was, so that a run in which there is one is never called clean', () => {
  const [sale] = confidencePerRound([
    aPlaying({ 'no-oversell': 'violated', 'version-chain': 'inconclusive' }),
    aPlaying({ 'no-oversell': 'violated', contended: 'inconclusive' }),
    aPlaying({ 'no-oversell': 'violated' }, { isInterrupted: true }),
    uncontended,
  ])
  expect(sale).toMatchObject({ trials: 3, violated: 3, leftOut: { notContended: 1, inconclusive: 0 } })
})

test('where nothing counts, nothing is said', () => {
  expect(confidencePerRound([uncontended])).toMatchObject([{ trials: 0, share: null, spreadMs: null }])
  expect(confidencePerRound([])).toEqual([])
})

test('each round has a share of its own, in the order of their first playings', () => {
  const other = aPlaying({}, { round: 'another' })
  const found = confidencePerRound([held, other, violated, other])
  expect(found.map(({ round, trials, violated: broken }) => [round, trials, broken])).toEqual([
    ['sale', 2, 1],
    ['another', 2, 0],
  ])
})

test('the spread is the median of the bursts that count', () => {
  const spread = (spreadMs: number | null, isInterrupted = false) => aPlaying({}, { spreadMs, isInterrupted })
  const [sale] = confidencePerRound([spread(40), spread(3), spread(7), spread(null), spread(900, true)])
  expect(sale?.spreadMs).toBe(7)
  // Rounds that were played, and in which nobody was released together.
  expect(confidencePerRound([spread(null)])).toMatchObject([{ trials: 1, spreadMs: null }])
})

test('one more clean round lowers the limit, one that does not count changes nothing, and every playing is told of', () => {
  const playings = fc.array(fc.constantFrom(held, violated, uncontended, undecided, interrupted), { minLength: 1 })
  fc.assert(
    fc.property(playings, (played) => {
      const [sale] = confidencePerRound(played)
      const [cleaner] = confidencePerRound([...played, held])
      const [same] = confidencePerRound([...played, uncontended])
      expect(cleaner?.share?.high).toBeLessThanOrEqual(sale?.share?.high ?? 1)
      expect(same?.share).toEqual(sale?.share)
      const { trials = 0, violated: broken = 0, leftOut } = sale ?? {}
      expect(trials + Object.values(leftOut ?? {}).reduce((sum, count) => sum + count, 0)).toBe(played.length)
      if (!sale?.share) return
      expect(sale.share.low).toBeLessThanOrEqual(broken / trials)
      expect(sale.share.high).toBeGreaterThanOrEqual(broken / trials)
    }),
  )
})
