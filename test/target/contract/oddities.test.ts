import { expect, test } from 'vitest'
import { maskOf } from '../../../src/target/contract/mask.ts'
import { mergeOddities, Oddities } from '../../../src/target/contract/oddities.ts'
import { answerWith } from './answer-with.ts'

test('of each kind the first is kept, and all are counted', () => {
  const oddities = new Oddities(maskOf([]))
  oddities.add('shop.yaml:1:1', 'odd', answerWith({ body: 'first' }))
  oddities.add('shop.yaml:1:1', 'odd', answerWith({ body: 'second' }))
  oddities.add('shop.yaml:1:1', 'odd', answerWith({ status: 204 }))
  oddities.add('shop.yaml:2:1', 'odd', answerWith({ body: 'third' }))
  oddities.add('shop.yaml:2:1', 'odder', answerWith({ body: 'fourth' }))
  expect(oddities.all).toEqual([
    { place: 'shop.yaml:1:1', odd: 'odd', status: 200, sample: 'first', answers: 2 },
    { place: 'shop.yaml:1:1', odd: 'odd', status: 204, sample: '', answers: 1 },
    { place: 'shop.yaml:2:1', odd: 'odd', status: 200, sample: 'third', answers: 1 },
    { place: 'shop.yaml:2:1', odd: 'odder', status: 200, sample: 'fourth', answers: 1 },
  ])
})

test('a sample is short and tells no secret, not even the half of one that it would end in', () => {
  const oddities = new Oddities(maskOf(['hush-hush']))
  for (const length of [0, 290, 295, 299]) {
    oddities.add(`${length}`, 'odd', answerWith({ body: `${'x'.repeat(length)}hush-hush${'y'.repeat(1000)}` }))
  }
  for (const { sample } of oddities.all) {
    expect(sample.length).toBeLessThanOrEqual(300)
    expect(sample).toMatch(/^x*\**y*$/)
  }
})

test('several lists are one, with the first example of each kind', () => {
  const odd = { place: 'shop.yaml:1:1', odd: 'odd', status: 200, sample: 'a', answers: 2 }
  const other = { ...odd, status: 201 }
  expect(mergeOddities([[odd], [], [{ ...odd, sample: 'b', answers: 3 }, other]])).toEqual([
    { ...odd, answers: 5 },
    other,
  ])
  expect(mergeOddities([])).toEqual([])
})
