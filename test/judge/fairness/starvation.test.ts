import { describe, expect, test } from 'vitest'
import type { Bypasses } from '../../../src/judge/fairness/bypasses.ts'
import type { Comebacks } from '../../../src/judge/fairness/comebacks.ts'
import { ruleOnComebacks, ruleOnWaiting } from '../../../src/judge/fairness/starvation.ts'

const proof = (claim: string) => ({ claim, attempts: [], entries: [] })

describe('contests between those who come again and newcomers', () => {
  const contests = (won: number, lost: number, changes: Partial<Comebacks> = {}): Comebacks => ({
    won,
    lost,
    attempts: 9,
    evidence: [],
    ...changes,
  })

  test('44 without a win are starvation, over all playings', () => {
    const playings = [
      contests(0, 4, { evidence: [proof('first')] }),
      contests(0, 40, { evidence: [proof('second'), proof('third')] }),
    ]
    expect(ruleOnComebacks(playings)).toEqual({
      status: 'violated',
      detail:
        'of 44 contests with a newcomer for which they had asked first, those who asked again won 0; at least half ' +
        'would be due to them',
      evidence: [proof('first'), proof('second'), proof('third')],
    })
  })

  test('43 without a win are too few to tell, and so many playings more would', () => {
    const score =
      'contests with a newcomer for which they had asked first, those who asked again won 0; it takes 44 to tell'
    expect(ruleOnComebacks([contests(0, 43)])).toEqual({
      status: 'inconclusive',
      detail: `of 43 ${score}, such as those of --repeat 2`,
    })
    expect(ruleOnComebacks([contests(0, 20), contests(0, 0)])).toMatchObject({
      detail: `of 20 ${score}, such as those of --repeat 5`,
    })
    expect(ruleOnComebacks([contests(0, 11)])).toMatchObject({ detail: expect.stringMatching(/--repeat 4$/) })
  })

  test.each([
    [0, 44],
    [1, 64],
    [10, 197],
  ])('%i won are starvation in %i contests, and not in one less', (won, all) => {
    expect(ruleOnComebacks([contests(won, all - won)]).status).toBe('violated')
    expect(ruleOnComebacks([contests(won, all - won - 1)]).status).not.toBe('violated')
  })

  test('44 of which some are won acquit', () => {
    expect(ruleOnComebacks([contests(20, 23), contests(1, 0)])).toEqual({
      status: 'held',
      detail: 'of 44 contests with a newcomer for which they had asked first, those who asked again won 21',
      isIdle: false,
    })
    expect(ruleOnComebacks([contests(20, 23)]).status).toBe('inconclusive')
    expect(ruleOnComebacks([contests(1500, 0)])).toMatchObject({ detail: expect.stringMatching(/won 1,500$/) })
  })

  test('without any, users are to come one after the other', () => {
    expect(ruleOnComebacks([contests(0, 0), contests(0, 0, { attempts: 0 })])).toEqual({
      status: 'inconclusive',
      detail:
        'nobody who asked again met a newcomer who asked a little later: let users come one after the other, such as ' +
        'with --arrivals rate:150/4s',
    })
  })

  test('where nobody asks again there is nobody to starve', () => {
    const nobody = contests(0, 0, { attempts: 0 })
    expect(ruleOnComebacks([nobody, nobody])).toEqual({
      status: 'held',
      detail: 'nobody was refused and asked again',
      isIdle: true,
    })
  })
})

describe('those who go on asking', () => {
  const playing = (starved: number): Bypasses => ({
    counts: new Uint32Array(),
    leftOut: 7,
    starved,
    evidence: starved > 0 ? [proof(`one of ${starved}`)] : [],
  })

  test('are starved in any of the playings', () => {
    expect(ruleOnWaiting([playing(2), playing(0), playing(1)])).toEqual({
      status: 'violated',
      detail: '3 users went on asking and never got a seat, while 10 or more who came later did',
      evidence: [proof('one of 2'), proof('one of 1')],
    })
  })

  test('are not where none of them is, whoever else was left out', () => {
    expect(ruleOnWaiting([playing(0), playing(0)])).toEqual({
      status: 'held',
      detail: 'nobody who went on asking was passed over 10 times without ever getting a seat',
      isIdle: false,
    })
  })
})
