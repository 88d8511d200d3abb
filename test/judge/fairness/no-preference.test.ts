import { describe, expect, test } from 'vitest'
import { isUnfair, type GroupFinding } from '../../../src/judge/fairness/group-bias.ts'
import type { Inversions } from '../../../src/judge/fairness/inversions.ts'
import { ruleOnGroups, ruleOnOrder } from '../../../src/judge/fairness/no-preference.ts'
import { leastShown, repeated, wouldShow, type Contrast } from '../../../src/judge/fairness/power.ts'

/** Two groups of a thousand with as many wins, each drawn on its own. */
function contrastOf(wins: number, changes: Partial<Contrast> = {}): Contrast {
  return { users: [1000, 1000], wins, variance: wins / 4, logRarest: -1000, growsRarer: true, tests: 1, ...changes }
}

/** Odd and even accounts that fared alike, in wins enough to tell. */
const alike: GroupFinding = {
  groups: [
    { label: 'odd ones', users: 1000, wins: 100 },
    { label: 'even ones', users: 1000, wins: 100 },
  ],
  ratio: 1,
  interval: [0.8, 1.3],
  p: 0.6,
  pAdjusted: 0.6,
  contrast: contrastOf(200),
}

const unfair: GroupFinding = {
  ...alike,
  groups: [
    { label: 'odd ones', users: 1200, wins: 1100 },
    { label: 'even ones', users: 1, wins: 0 },
  ],
  ratio: 3,
  interval: [2, 4.5],
  p: 0.0001,
  pAdjusted: 0.0002,
}

describe('what is unfair', () => {
  test('is rare for chance, and large enough to matter', () => {
    expect(isUnfair(unfair)).toBe(true)
    expect(isUnfair({ ...unfair, pAdjusted: 0.001 })).toBe(false)
    expect(isUnfair({ ...unfair, pAdjusted: 0.000999 })).toBe(true)
  })

  test.each<[readonly [number, number | null], boolean]>([
    [[1.2501, 3], true],
    [[1.25, 3], false],
    [[1.3, null], true],
    [[1.2, null], false],
    [[0, null], false],
    [[0.1, 0.7999], true],
    [[0.1, 0.8], false],
    [[0.9, 1.1], false],
  ])('an interval of %j is all beyond the margin: %s', (interval, isBeyond) => {
    expect(isUnfair({ ...unfair, interval })).toBe(isBeyond)
  })
})

describe('groups', () => {
  test('that are preferred are named, each with how they fared', () => {
    const infinite = { ...unfair, ratio: null, interval: [5, null] as const }
    expect(ruleOnGroups([alike, unfair, infinite], 3)).toEqual({
      status: 'violated',
      detail:
        'odd ones won 3.00 times as often as even ones (95 %: 2.00 times to 4.50 times; p < 0.001) and odd ones won ' +
        'infinitely as often as even ones (95 %: 5.00 times to infinitely; p < 0.001)',
      evidence: [unfair, infinite].map(() => ({
        claim:
          'odd ones won 1,100 of 1,200 tries, even ones won 0 of 1 try; if nobody were preferred, it would have been ' +
          'the same share but for chance',
        attempts: [],
        entries: [],
      })),
    })
  })

  test('of which none is preferred are held where one would have been found, and the furthest apart are named', () => {
    const shown = leastShown(contrastOf(200))?.toFixed(2)
    const furthest: GroupFinding = {
      ...alike,
      groups: [
        { label: 'old ones', users: 1000, wins: 90 },
        { label: 'new ones', users: 1000, wins: 110 },
      ],
      ratio: 0.818,
      p: 0.25,
    }
    for (const findings of [
      [alike, furthest],
      [furthest, alike],
    ]) {
      expect(ruleOnGroups(findings, 3)).toEqual({
        status: 'held',
        detail:
          'nobody is preferred over 200 wins: furthest apart are old ones, who won 0.82 times as often as new ones ' +
          `(p = 0.250); ${shown} times as often would have been found with a chance of 80 %`,
        isIdle: false,
      })
    }
  })

  test('of which the first of equals are named as furthest apart', () => {
    const [first, second] = alike.groups
    const same: GroupFinding = { ...alike, groups: [{ ...first, label: 'others' }, second] }
    expect(ruleOnGroups([alike, same], 3).detail).toContain('furthest apart are odd ones,')
  })

  test.each([
    [0.001, '(p = 0.001)'],
    [0.0009, '(p < 0.001)'],
  ])('a chance of %d is told as %s', (p, text) => {
    expect(ruleOnGroups([{ ...alike, p }], 3).detail).toContain(text)
  })

  test('are held by the least that all of them would have shown', () => {
    const coarse = contrastOf(160)
    const shown = leastShown(coarse) ?? 0
    expect(shown).toBeGreaterThan(leastShown(contrastOf(200)) ?? Infinity)
    for (const contrasts of [
      [coarse, contrastOf(200)],
      [contrastOf(200), coarse],
    ]) {
      const findings = contrasts.map((contrast) => ({ ...alike, contrast }))
      expect(ruleOnGroups(findings, 3).detail).toContain(`${shown.toFixed(2)} times as often would have been found`)
    }
  })

  describe('with too few wins', () => {
    const few = contrastOf(30)
    const needed = (contrasts: readonly Contrast[], playings: number) => {
      const { status, detail } = ruleOnGroups(
        contrasts.map((contrast) => ({ ...alike, contrast })),
        playings,
      )
      expect(status).toBe('inconclusive')
      return Number(/--repeat (\d+) would tell$/.exec(detail)?.[1] ?? Number.NaN)
    }

    test('ask for the first number of playings that tells', () => {
      expect(ruleOnGroups([{ ...alike, contrast: few }], 3).detail).toBe(
        '30 wins are too few to tell: a group that is preferred twice over may stay hidden; --repeat 16 would tell',
      )
      expect(wouldShow(2, repeated(few, 16 / 3))).toBe(true)
      expect(wouldShow(2, repeated(few, 15 / 3))).toBe(false)
    })

    test('are too few where they are for one pair of groups', () => {
      expect(needed([few, contrastOf(200)], 3)).toBe(16)
      expect(needed([contrastOf(200), few, contrastOf(20)], 3)).toBe(23)
    })

    test('ask for no more than a thousand playings', () => {
      expect(needed([few], 197)).toBe(1000)
      expect(needed([few], 198)).toBeNaN()
    })
  })

  test('that more playings of the same accounts cannot tell apart ask for other accounts', () => {
    const contrast = contrastOf(200, { logRarest: -1, growsRarer: false })
    expect(ruleOnGroups([{ ...alike, contrast }], 3)).toEqual({
      status: 'inconclusive',
      detail:
        'every playing was booked with the same accounts, so that more playings cannot tell who they prefer from what ' +
        'they remember: leave --users-file out, or bring more accounts',
    })
  })

  test('of which nearly all win ask for fewer seats', () => {
    const contrast = contrastOf(1900, { users: [1000, 1001] })
    expect(ruleOnGroups([{ ...alike, contrast }], 3)).toEqual({
      status: 'inconclusive',
      detail:
        'with 1,900 wins for 2,001 users no group can be far enough ahead, however often it is played: fewer seats or ' +
        'more users would tell',
    })
  })

  test('of which nobody won were not preferred', () => {
    const contrast = contrastOf(0, { logRarest: 0, growsRarer: false })
    expect(ruleOnGroups([{ ...alike, contrast }], 3)).toEqual({
      status: 'inconclusive',
      detail: 'nobody won, so nobody was preferred',
    })
  })

  test('are none where all book with one account', () => {
    expect(ruleOnGroups([], 3)).toEqual({
      status: 'inconclusive',
      detail: 'all book with one account, so there are no groups to compare',
    })
  })
})

describe('first come, first served', () => {
  const proof = (claim: string) => ({ claim, attempts: [], entries: [] })
  const playing = (inOrder: number, turnedAway: number, passedOver = 0): Inversions => ({
    inOrder,
    turnedAway,
    passedOver,
    evidence: passedOver > 0 ? [proof(`one of ${passedOver}`)] : [],
  })

  test('whoever was passed over in any playing is counted among those who were turned away', () => {
    expect(ruleOnOrder([playing(5, 3, 2), playing(5, 4), playing(0, 1, 1)])).toEqual({
      status: 'violated',
      detail: '3 of 8 users who were turned away saw somebody who came later get a seat',
      evidence: [proof('one of 2'), proof('one of 1')],
    })
  })

  test('of requests that all overlapped nothing can be said', () => {
    expect(ruleOnOrder([playing(0, 3), playing(0, 0)])).toEqual({
      status: 'inconclusive',
      detail:
        'all first requests overlapped, so nobody can be said to have come first: let users come one by one, such as ' +
        'with --arrivals ramp:2s',
    })
  })

  test('where nobody was turned away, nobody could be passed over', () => {
    expect(ruleOnOrder([playing(3, 0), playing(0, 0)])).toEqual({
      status: 'inconclusive',
      detail: 'nobody was turned away, so nobody could be passed over',
    })
  })

  test.each([
    [1, '1 user was turned away'],
    [2, '2 users were turned away'],
  ])('%i who were turned away, and none of them passed over, are a queue', (turnedAway, text) => {
    expect(ruleOnOrder([playing(3, turnedAway), playing(1, 0)])).toEqual({
      status: 'held',
      detail: `nobody was passed over: 4 users came after somebody else had been answered, and ${text}`,
      isIdle: false,
    })
  })
})
