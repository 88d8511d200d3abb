import { expect, test } from 'vitest'
import { prepareRound } from '../../src/judge/judged-round.ts'
import { held, violated, withLedger } from '../../src/judge/ruling.ts'
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
