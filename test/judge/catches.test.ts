import { expect, test } from 'vitest'
import { catchesPerRound } from '../../src/judge/catches.ts'
import { aPlaying } from '../builders/playing.ts'

const run = [aPlaying()]
const caught = aPlaying({ 'no-oversell': 'violated' })
const missed = aPlaying()

test('27 of 30 is a share with an interval, and the rules that caught it are named', () => {
  const twice = aPlaying({ 'no-oversell': 'violated', 'version-chain': 'violated' })
  const control = [...Array.from({ length: 20 }, () => caught), ...Array.from({ length: 7 }, () => twice)]
  const [sale] = catchesPerRound([...control, missed, missed, missed], run)
  expect(sale).toMatchObject({ round: 'sale', playings: 30, caught: 27, spreadMs: 9 })
  expect(sale?.share).toEqual({ low: expect.closeTo(0.744, 3), high: expect.closeTo(0.965, 3) })
  expect(sale?.rules).toEqual([
    { id: 'no-oversell', playings: 27 },
    { id: 'version-chain', playings: 7 },
  ])
})

test('the rule that caught it most often is named first, whichever did so first', () => {
  const control = [aPlaying({ 'version-chain': 'violated' }), caught, caught, missed]
  expect(catchesPerRound(control, run)[0]?.rules.map(({ id }) => id)).toEqual(['no-oversell', 'version-chain'])
})

test('a rule that could not rule in the run would have caught nobody there', () => {
  const blind = [aPlaying({ 'no-oversell': 'inconclusive' }), aPlaying({ 'no-oversell': 'inconclusive' })]
  expect(catchesPerRound([caught], blind)).toMatchObject([{ playings: 1, caught: 0, rules: [] }])
  // Once is enough: it was able to.
  expect(catchesPerRound([caught], [...blind, aPlaying()])).toMatchObject([{ caught: 1 }])
})

test('a round in which nobody met anybody caught nothing, and counts', () => {
  expect(catchesPerRound([caught, aPlaying({ contended: 'inconclusive' })], run)).toMatchObject([
    { playings: 2, caught: 1 },
  ])
})

test('a round that was interrupted does not count, whatever it showed', () => {
  const stopped = aPlaying({ 'no-oversell': 'violated' }, { isInterrupted: true })
  expect(catchesPerRound([caught, stopped], run)).toMatchObject([{ playings: 1, caught: 1 }])
  expect(catchesPerRound([stopped], run)).toEqual([])
})

test('rounds are compared with rounds of their own name', () => {
  const blindElsewhere = aPlaying({ 'no-oversell': 'inconclusive' }, { round: 'another' })
  const control = [caught, aPlaying({ 'no-oversell': 'violated' }, { round: 'another' })]
  expect(catchesPerRound(control, [...run, blindElsewhere]).map((one) => [one.round, one.caught])).toEqual([
    ['sale', 1],
    ['another', 0],
  ])
})
