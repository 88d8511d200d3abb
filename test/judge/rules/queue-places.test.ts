import { expect, test } from 'vitest'
import { queuePlaces } from '../../../src/judge/rules/queue-places.ts'
import { roundFrom } from '../../builders/round.ts'
import { ruleOn } from '../../builders/rule-on.ts'

const burst = `
  user sent ended outcome    reference place
  0    0    9     booked     A         -
  1    0    10    waitlisted B         1
  2    0    11    waitlisted C         2
  3    0    12    waitlisted D         3
`
const entries = `
  version kind       reference account
  2       booked     A         u0
  3       waitlisted B         u1
  4       waitlisted C         u2
  5       waitlisted D         u3
`

/** One seat, which is taken, and three who wait; the places of D and whatever happens besides may differ. */
function on({
  history = burst,
  more = '',
  ...story
}: Partial<Parameters<typeof roundFrom>[0]> & { more?: string } = {}) {
  return ruleOn(queuePlaces, roundFrom({ history, ledger: entries + more, capacity: 1, ...story }))
}

test('places are those of the order of joining', () => {
  expect(on()).toMatchObject({ status: 'held', detail: '3 places in the queue told, each as the ledger has it' })
})

test('two who wait are never told the same place', () => {
  expect(on({ history: burst.replace('D         3', 'D         2') })).toMatchObject({
    status: 'violated',
    detail: '1 of 3 places in the queue was told wrong',
    evidence: [
      {
        claim:
          'user 3 was told at 12 ms that D is number 2 in the queue, but it joined as number 3, with version 5; ' +
          'user 2 was told 2, too',
        attempts: [{ user: 3 }, { user: 2 }],
        entries: [{ version: 5 }, { version: 4 }],
      },
    ],
  })
})

test('of several that are wrong, each is told of', () => {
  const history = burst.replace('D         3', 'D         2').replace('C         2', 'C         1')
  expect(on({ history })).toMatchObject({
    detail: '2 of 3 places in the queue were told wrong',
    evidence: [
      { attempts: [{ user: 2 }, { user: 1 }], entries: [{ version: 4 }, { version: 3 }] },
      { attempts: [{ user: 3 }], entries: [{ version: 5 }] },
    ],
  })
})

test('nobody is told a place behind the end of the queue, or before its head', () => {
  for (const place of ['4', '0', '-1']) {
    expect(on({ history: burst.replace('D         3', `D         ${place}`) }).status).toBe('violated')
  }
})

test('who moved up before the answer came may be told either place, or any between', () => {
  const late = (place: number, ended: number) => `
    user sent ended outcome    reference place version
    0    0    9     booked     A         -     2
    1    0    10    waitlisted B         1     -
    2    0    11    waitlisted C         2     -
    3    0    ${ended}   waitlisted D         ${place}     -
    4    20   30    waitlisted E         3     -
  `
  const more = '6 cancelled A u0\n7 promoted B u1\n8 waitlisted E u4\n'
  const statusOf = (place: number, ended: number) => on({ history: late(place, ended), more }).status
  expect([1, 2, 3, 4].map((place) => statusOf(place, 25))).toEqual(['violated', 'held', 'held', 'violated'])
  expect(on({ history: late(4, 25), more })).toMatchObject({
    evidence: [
      {
        claim:
          'user 3 was told at 25 ms that D is number 4 in the queue, but it joined as number 3, with version 5, and had moved ' +
          'up to 2 at the most by then',
        attempts: [{ user: 3 }],
      },
    ],
  })
})

test('nobody has moved up before those who left can have been there to leave', () => {
  const history = (ended: number) => `
    user sent ended outcome    reference place
    0    0    9     booked     A         -
    1    0    10    waitlisted B         1
    2    0    11    waitlisted C         2
    3    0    ${ended}    waitlisted D         2
    4    20   30    waitlisted E         4
  `
  const more = '6 waitlisted E u4\n7 cancelled C u2\n'
  expect(on({ history: history(19), more }).status).toBe('violated')
  expect(on({ history: history(20), more }).status).toBe('held')
})

test('who has left the queue was in the place that it last had', () => {
  const history = `${burst.trimEnd()}\n 3 40 50 waitlisted D 2`
  const left = '6 cancelled D u3\n7 cancelled B u1\n'
  expect(on({ history, more: left }).status).toBe('violated')
  expect(on({ history, more: '6 cancelled B u1\n7 cancelled D u3\n' }).status).toBe('held')
})

test('where nobody is told a place, or nobody knows who waited before, nothing is said', () => {
  expect(on({ history: burst.replaceAll(/B +1|C +2|D +3/g, (told) => told.replace(/\d/, '-')) })).toMatchObject({
    status: 'held',
    isIdle: true,
    detail: 'nobody was told a place in the queue',
  })
  expect(on({ opening: { waitlist: true, available: 0 }, final: { available: 0 } })).toMatchObject({
    status: 'inconclusive',
    detail: 'the event was not fresh, so nobody knows who had joined the queue before',
  })
  // Where a file does not say whether there is a queue, that somebody waits does.
  expect(on({ opening: { waitlist: false, available: 0 }, final: { available: 0 } }).status).toBe('inconclusive')
})

test('a position that is counted just before joining may count who leaves just then', () => {
  const history = (asked: number, position: number) => `
    user sent     ended outcome    reference place
    0    0        9     booked     A         -
    1    0        10    waitlisted B         1
    2    0        11    waitlisted C         2
    4    ${asked} 30    waitlisted E         ${position}
  `
  const ledger = `
    version kind       reference account
    2       booked     A         u0
    3       waitlisted B         u1
    4       waitlisted C         u2
    5       cancelled  B         u1
    6       waitlisted E         u4
  `
  const cancellations = 'user reference outcome sent ended version\n1 B cancelled 12 15 5'
  const statusOf = (asked: number, position: number) =>
    on({ history: history(asked, position), ledger, cancellations }).status
  expect([2, 3, 4].map((position) => statusOf(14, position))).toEqual(['held', 'held', 'violated'])
  // By then it was known that one had left.
  expect([2, 3].map((position) => statusOf(16, position))).toEqual(['held', 'violated'])
})

test('a reference that waits again, or is promoted by the name of a booking, leaves the places behind it as they are', () => {
  const history = burst.replace('D         3', 'D         1')
  const again = '2 waitlisted B u1\n3 cancelled B u1\n4 waitlisted B u1\n5 cancelled B u1\n6 waitlisted D u3'
  const head = 'version kind reference account\n'
  expect(on({ history, ledger: head + again })).toMatchObject({
    status: 'held',
    detail: '1 place in the queue told, each as the ledger has it',
  })
  const promoted = '2 booked A u0\n3 waitlisted B u1\n4 cancelled A u0\n5 booked B u1\n6 waitlisted D u3'
  expect(on({ history, ledger: head + promoted }).status).toBe('held')
})

test('where two wait under one reference and one of them leaves, nobody behind them has a certain place', () => {
  const head = 'version kind reference account\n'
  const ledger = `${head}2 waitlisted C u2\n3 waitlisted B u1\n4 waitlisted B u5\n5 cancelled B u1\n6 waitlisted D u3`
  expect(on({ history: burst.replace('C         2', 'C         1'), ledger })).toMatchObject({
    status: 'held',
    detail: '1 place in the queue told, each as the ledger has it',
  })
})

test('a request whose end was never recorded may have been what somebody moved up for', () => {
  expect(on({ history: burst.replace('D         3', 'D         2'), launched: 9 })).toMatchObject({
    status: 'inconclusive',
    detail: '1 of 3 places in the queue was told wrong, unless 5 requests whose end was never recorded came before',
  })
})

test('without an unbroken chain of versions, nobody knows who joined first', () => {
  expect(on({ more: '9 cancelled A u0' })).toMatchObject({
    status: 'inconclusive',
    detail: 'the versions of the ledger are not an unbroken chain (see version-chain)',
  })
})

test('of a reference that the ledger does not have, or has twice, other rules speak', () => {
  expect(on({ history: burst.replace('D         3', 'X         9') }).status).toBe('held')
  const twice = { history: burst.replace('C         2', 'B         7'), more: '6 waitlisted B u2\n' }
  expect(on(twice)).toMatchObject({ status: 'held', detail: '1 place in the queue told, each as the ledger has it' })
})
