import { expect, test } from 'vitest'
import { nextStep } from '../../src/report/next-step.ts'
import { listScenarios } from '../../src/scenario/library.ts'
import {
  aResult,
  alternatingResult,
  aScenario,
  failedResult,
  httpResult,
  naiveResult,
  partialResult,
  repeatedResult,
  retryResult,
  sellOut,
  weakResult,
} from '../builders/result.ts'

test.each([
  ['a held run wants to be seen failing', aResult(), 'bookload run real-users --strategy naive'],
  ['an oversell wants to be seen prevented', naiveResult(), 'bookload run real-users --strategy optimistic'],
  ['a tripped limiter wants a token a user', alternatingResult(), 'bookload run real-users'],
  ['patient users may be impatient', retryResult(), 'bookload run real-users-retry --retry immediate'],
  ['a target of one’s own wants a yardstick', httpResult(), 'bookload run real-users -o embedded.json'],
  ['an interrupted run wants a shorter one', partialResult(), 'bookload run quick'],
  ['a failed run wants the smallest one', failedResult(), 'bookload run quick'],
  ['missed hopes among conflicts want retries', repeatedResult(), 'bookload run real-users-retry'],
  [
    'a burst that misses its control wants more chances',
    weakResult(),
    'bookload run real-users --processing 5ms --repeat 30 --control',
  ],
])('%s', (_, result, command) => {
  expect(nextStep(result)?.command).toBe(command)
})

test('a scenario of one’s own is not run by its name, which alone would not find it', () => {
  const rounds = [sellOut()]
  const result = aResult({ rounds, scenario: aScenario('my-sale', rounds) })
  expect(nextStep(result)?.command).toBe('bookload run real-users-retry')
})

test.each(await listScenarios())('a violated %s can be played again by its name', (name) => {
  const { verdict, ...result } = aResult({ scenario: { name } })
  const next = nextStep({ ...result, verdict: { ...verdict, pass: false, ruling: 'violated' } })
  expect(next?.command).toMatch(new RegExp(`^bookload run ${name} --seed \\d+ `))
})

test('a system that was played by its contract is not named by a command that would play another', () => {
  const { target, ...result } = httpResult()
  expect(nextStep({ ...result, target: { ...target, contract: 'shop' } })).toBeNull()
})
