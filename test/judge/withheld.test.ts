import { describe, expect, test } from 'vitest'
import type { RoundFacts } from '../../src/judge/facts.ts'
import { justifiedRefusal } from '../../src/judge/rules/justified-refusal.ts'
import { sourcesAgree } from '../../src/judge/rules/sources-agree.ts'
import { roundFrom } from '../builders/round.ts'
import { ruleOn } from '../builders/rule-on.ts'

const ledger = 'kind reference account\n booked A u0'

/** A shop that holds seats with the cart: user 1 had the last one in it. @param end what came of that */
function shop(end: string, began: number): RoundFacts {
  const facts = roundFrom({
    capacity: 2,
    ledger,
    history: `
      user began    sent ended outcome  reference
      0    -90      1    9     booked   A
      1    ${began} 1    9     ${end}   -
      2    -70      -70  -60   soldOut  -
    `,
  })
  if ('unavailable' in facts.closing) throw new Error('the round has a counter')
  const { beganUs = new Float64Array(), ...raced } = facts.history
  return {
    ...facts,
    closing: { ...facts.closing, available: 0 },
    history: { ...raced, sentUs: beganUs },
    racedUs: raced.sentUs,
    mayHold: true,
  }
}

describe('seats that somebody may hold who broke off on the way', () => {
  test('are a reason for the counter to show fewer, and for others to be refused', () => {
    const facts = shop('rejected', -80)
    expect(ruleOn(sourcesAgree, facts).status).toBe('inconclusive')
    expect(ruleOn(justifiedRefusal, facts)).toMatchObject({ status: 'inconclusive', isUnseen: true })
  })

  test('may be held by whoever broke off behind a first step that raced', () => {
    const { racedUs: _racedUs, mayHold: _mayHold, ...facts } = shop('rejected', 1)
    expect(ruleOn(sourcesAgree, facts).status).toBe('violated')
    expect(ruleOn(sourcesAgree, { ...facts, mayHold: true }).status).toBe('inconclusive')
  })

  test('are none where nothing was done before that may have held any', () => {
    for (const facts of [shop('rejected', 1), { ...shop('rejected', -80), mayHold: false }]) {
      expect(ruleOn(sourcesAgree, facts).status).toBe('violated')
      expect(ruleOn(justifiedRefusal, facts).status).toBe('violated')
    }
  })

  test('are none in the end where nothing was left', () => {
    expect(ruleOn(sourcesAgree, shop('soldOut', -80)).status).toBe('violated')
    expect(ruleOn(justifiedRefusal, shop('soldOut', -80)).status).toBe('violated')
  })

  test('may be held by whoever had no answer, or one that left it open', () => {
    for (const end of ['unknown', 'conflict', 'rateLimited']) {
      const facts = shop(end, end === 'unknown' ? 1 : -80)
      expect(ruleOn(sourcesAgree, facts).status).toBe('inconclusive')
    }
  })
})
