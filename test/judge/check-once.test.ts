import { expect, test } from 'vitest'
import { checkOnce } from '../../src/judge/check-once.ts'
import { prepareRound } from '../../src/judge/judged-round.ts'
import type { Rule } from '../../src/judge/rule.ts'
import { held } from '../../src/judge/ruling.ts'
import { roundFrom } from '../builders/round.ts'

const round = () => prepareRound(roundFrom({ history: 'user outcome\n 0 conflict' }))

function countingRule(id: string): Rule {
  let checks = 0
  return {
    id,
    statement: 'It is so.',
    needs: 'answers',
    uses: 'answers',
    check: () => held(`${id}, check ${++checks}`),
  }
}

test('a rule is checked once for a round, whoever asks, and again for another round', () => {
  const rule = countingRule('first')
  const played = round()
  expect(checkOnce(rule, played).detail).toBe('first, check 1')
  expect(checkOnce(rule, played).detail).toBe('first, check 1')
  expect(checkOnce(rule, round()).detail).toBe('first, check 2')
  expect(checkOnce(rule, played).detail).toBe('first, check 1')
})

test('each rule has its own ruling on a round', () => {
  const [first, second] = [countingRule('first'), countingRule('second')]
  const played = round()
  const asked = [first, second, first, second].map((rule) => checkOnce(rule, played).detail)
  expect(asked).toEqual(['first, check 1', 'second, check 1', 'first, check 1', 'second, check 1'])
})
