import { expect, test } from 'vitest'
import { prepareRound } from '../../src/judge/judged-round.ts'
import { held, idle, inconclusive, mergeRulings, ruleSafely, violated, withLedger } from '../../src/judge/ruling.ts'
import { roundFrom } from '../builders/round.ts'

test('a check that needs the ledger says why there is none, whoever asks it', () => {
  const check = withLedger(({ entries }) => held(`${entries.length} entries`))
  const history = 'user outcome\n 0 booked'
  expect(check(prepareRound(roundFrom({ history })))).toEqual({
    status: 'inconclusive',
    detail: 'the ledger could not be read: the target has none',
  })
  expect(check(prepareRound(roundFrom({ history, ledger: 'version kind\n 2 booked' })))).toEqual(held('1 entries'))
})

test('no more evidence is shown than a person reads', () => {
  const witnesses = Array.from({ length: 7 }, (_, index) => ({ claim: `claim ${index}`, attempts: [], entries: [] }))
  expect(violated('caught', witnesses)).toMatchObject({ detail: 'caught', evidence: witnesses.slice(0, 5) })
})

test('several checks are as grave as the gravest, and only what made them so grave is said', () => {
  const [first, second] = ['first', 'second'].map((claim) => ({ claim, attempts: [], entries: [] }))
  if (!first || !second) throw new Error('two witnesses were made')
  const accusing = [violated('one was caught', [first]), violated('so was another', [second])]
  const doubting = [inconclusive('it was dark'), inconclusive('it rained')]
  const holding = [held('all well'), idle('nobody came')]
  expect(mergeRulings([...holding, ...accusing, ...doubting])).toEqual(
    violated('one was caught; so was another', [first, second]),
  )
  expect(mergeRulings([...holding, ...doubting])).toEqual(inconclusive('it was dark; it rained'))
  expect(mergeRulings(holding)).toEqual(held('all well; nobody came'))
})

test('no checks at all have found nothing', () => {
  expect(mergeRulings([])).toEqual(inconclusive(''))
})

test('whatever a check throws, it is said that it failed', () => {
  const throwing = (error: unknown) => () => {
    throw error
  }
  expect(ruleSafely(() => held('all well'))).toEqual(held('all well'))
  expect(ruleSafely(throwing(new Error('no table')))).toEqual(inconclusive('the rule itself failed: no table'))
  expect(ruleSafely(throwing('no chair'))).toEqual(inconclusive('the rule itself failed: no chair'))
})
