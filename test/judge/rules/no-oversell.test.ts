import { describe, expect, test } from 'vitest'
import { noOversell } from '../../../src/judge/rules/no-oversell.ts'
import { roundFrom } from '../../builders/round.ts'
import { ruleOn } from '../../builders/rule-on.ts'

test('one seat sold to two users is a violation that names them both', () => {
  const ruling = ruleOn(
    noOversell,
    roundFrom({
      capacity: 1,
      history: `
        user outcome reference version
        0    booked  A         2
        1    booked  B         3
      `,
      ledger: `
        version kind   reference account
        2       booked A         u0
        3       booked B         u1
      `,
    }),
  )
  expect(ruling.status).toBe('violated')
  expect(ruling.detail).toBe('the seats held peaked at 2 of 1: 1 sale went past the capacity')
  expect(ruling.evidence).toMatchObject([
    {
      claim: 'version 3 sold 1 seat to user 1 (B) when 1 of 1 were held already, which makes 2',
      attempts: [{ user: 0 }, { user: 1 }],
      entries: [{ reference: 'A' }, { reference: 'B' }],
    },
  ])
})

test('a seat that was given back may be sold again', () => {
  const ruling = ruleOn(
    noOversell,
    roundFrom({
      capacity: 1,
      history: `
        user outcome reference version
        0    booked  A         2
        1    booked  B         4
      `,
      ledger: `
        version kind      reference account
        2       booked    A         u0
        3       cancelled A         u0
        4       booked    B         u1
      `,
    }),
  )
  expect(ruling).toMatchObject({ status: 'held', detail: 'the seats held peaked at 1 of 1' })
})

test('a booking that is cancelled twice frees its seat once', () => {
  const ruling = ruleOn(
    noOversell,
    roundFrom({
      capacity: 2,
      history: `
        user outcome reference
        0    booked  A
        1    booked  B
        2    booked  C
        3    booked  D
      `,
      ledger: `
        version kind      reference account
        2       booked    A         u0
        3       booked    B         u1
        4       cancelled A         u0
        5       cancelled A         u0
        6       booked    C         u2
        7       booked    D         u3
      `,
    }),
  )
  expect(ruling.evidence.map(({ claim }) => claim)).toEqual([
    'version 7 sold 1 seat to user 3 (D) when 2 of 2 were held already, which makes 3',
  ])
})

test('who is promoted takes seats like anybody who books', () => {
  const history = 'user outcome reference\n 0 booked A\n 1 waitlisted B'
  const ledger = `
    version kind       reference account
    2       booked     A         u0
    3       waitlisted B         u1
    4       promoted   B         u1
  `
  expect(ruleOn(noOversell, roundFrom({ capacity: 2, history, ledger })).status).toBe('held')
  expect(ruleOn(noOversell, roundFrom({ capacity: 1, history, ledger })).evidence).toMatchObject([
    { claim: 'version 4 sold 1 seat to user 1 (B) when 1 of 1 were held already, which makes 2' },
  ])
})

test('leaving the queue frees no seat', () => {
  const ledger = `
    version kind       reference account
    2       booked     A         u0
    3       waitlisted B         u1
    4       cancelled  B         u1
    5       booked     C         u2
  `
  const history = `
    user outcome    reference
    0    booked     A
    1    waitlisted B
    2    booked     C
  `
  expect(ruleOn(noOversell, roundFrom({ capacity: 1, history, ledger })).status).toBe('violated')
  expect(ruleOn(noOversell, roundFrom({ capacity: 2, history, ledger })).status).toBe('held')
})

test('seats held before the round count', () => {
  const history = `
    user outcome reference
    0    booked  A
  `
  const ledger = `
    version kind   reference account
    2       booked A         u0
  `
  const full = roundFrom({ capacity: 3, opening: { available: 0 }, history, ledger })
  const lastSeat = roundFrom({ capacity: 3, opening: { available: 1 }, history, ledger })
  expect(ruleOn(noOversell, full).status).toBe('violated')
  expect(ruleOn(noOversell, lastSeat).status).toBe('held')
})

test('a party of several seats may not go past the capacity by part of it', () => {
  const ruling = ruleOn(
    noOversell,
    roundFrom({
      capacity: 5,
      seats: 3,
      history: `
        user outcome reference
        0    booked  A
        1    booked  B
      `,
      ledger: `
        version kind   reference account seats
        2       booked A         u0      3
        3       booked B         u1      3
      `,
    }),
  )
  expect(ruling.detail).toBe('the seats held peaked at 6 of 5: 1 sale went past the capacity')
})

test('more seats promised than there are is a violation, even where the ledger looks fine', () => {
  const history = `
    user outcome reference
    0    booked  A
    1    booked  B
  `
  const ledger = `
    version kind   reference account
    2       booked A         u0
  `
  const ruling = ruleOn(noOversell, roundFrom({ capacity: 1, history, ledger }))
  expect(ruling).toMatchObject({
    status: 'violated',
    detail: '2 users were told they had booked: 2 seats in all, out of 1',
  })
  expect(ruling.evidence[0]?.attempts).toMatchObject([{ user: 0 }, { user: 1 }])
  expect(ruleOn(noOversell, roundFrom({ capacity: 2, history, ledger })).status).toBe('held')
})

test('of many promises too many, those shown are the last', () => {
  const users = Array.from({ length: 7 }, (_, user) => `${user} booked R${user}`)
  const ruling = ruleOn(
    noOversell,
    roundFrom({ capacity: 6, history: ['user outcome reference', ...users].join('\n') }),
  )
  expect(ruling.evidence).toMatchObject([
    {
      claim: '7 users were told they had booked: 7 seats in all, out of 6; these were among the last to be told so',
      attempts: [{ user: 2 }, { user: 3 }, { user: 4 }, { user: 5 }, { user: 6 }],
    },
  ])
})

test('an operation that was answered twice was promised its seats once', () => {
  const facts = roundFrom({
    capacity: 1,
    keyed: true,
    history: `
      user outcome reference
      0    booked  A
      0    booked  A
    `,
  })
  expect(ruleOn(noOversell, facts).status).toBe('inconclusive')
})

test('users who sent one key from one account were promised the seats once', () => {
  const history = `
    user outcome reference
    0    booked  A
    1    booked  A
  `
  const facts = roundFrom({ capacity: 1, account: 'shared', history })
  expect(ruleOn(noOversell, { ...facts, keyOf: () => 'K' }).status).toBe('inconclusive')
  expect(ruleOn(noOversell, { ...facts, keyOf: (user) => `K${user}` }).status).toBe('violated')
})

test('without a ledger, too many promises prove an oversell and few enough prove nothing', () => {
  const history = `
    user outcome reference
    0    booked  A
    1    booked  -
    2    unknown -
  `
  expect(ruleOn(noOversell, roundFrom({ capacity: 1, history })).status).toBe('violated')
  expect(ruleOn(noOversell, roundFrom({ capacity: 2, history }))).toMatchObject({
    status: 'inconclusive',
    detail: expect.stringContaining('the ledger could not be read: the target has none'),
  })
})

test('without a ledger, what is missing of a history that breaks off may have given seats back', () => {
  const history = 'user outcome reference\n 0 booked A\n 1 booked B'
  const broken = { capacity: 1, history, mayLackCancellations: true }
  expect(ruleOn(noOversell, roundFrom(broken))).toMatchObject({
    status: 'inconclusive',
    detail:
      '2 users were told they had booked: 2 seats in all, out of 1; but the history breaks off, and seats may have been ' +
      'given back meanwhile; the ledger could not be read: the target has none',
  })
  // A counter below zero is too low, whatever else happened.
  expect(ruleOn(noOversell, roundFrom({ ...broken, closing: { available: -1 } }))).toMatchObject({
    status: 'violated',
    detail: 'the event itself shows -1 of 1 seat available',
  })
})

test('evidence stops at five witnesses of five operations, and the detail counts them all', () => {
  const users = Array.from({ length: 12 }, (_, user) => user)
  const ruling = ruleOn(
    noOversell,
    roundFrom({
      capacity: 4,
      history: ['user outcome reference', ...users.map((user) => `${user} booked R${user}`)].join('\n'),
      ledger: ['version kind reference account', ...users.map((user) => `${user + 2} booked R${user} u${user}`)].join(
        '\n',
      ),
    }),
  )
  expect(ruling.detail).toBe('the seats held peaked at 12 of 4: 8 sales went past the capacity')
  expect(ruling.evidence).toHaveLength(5)
  const crossings = ruling.evidence.map(({ entries }) => entries.at(-1)?.reference)
  expect(crossings).toEqual(['R4', 'R5', 'R6', 'R7', 'R8'])
  expect(ruling.evidence.every(({ entries, attempts }) => entries.length === 5 && attempts.length === 5)).toBe(true)
})

test('seats sold after the capacity was raised are not oversold', () => {
  const history = `
    user outcome reference
    0    booked  A
    1    booked  B
  `
  const ledger = `
    version kind   reference account available
    2       booked A         u0      0
    3       booked B         u1      0
  `
  const facts = roundFrom({ capacity: 1, history, ledger, final: { capacity: 2 } })
  expect(ruleOn(noOversell, facts).status).toBe('held')
})

test('what was promised counts, not what was asked for', () => {
  const history = `
    user outcome reference seats
    0    booked  A         1
    1    booked  B         1
  `
  expect(ruleOn(noOversell, roundFrom({ capacity: 2, seats: 3, history })).status).toBe('inconclusive')
  expect(ruleOn(noOversell, roundFrom({ capacity: 1, seats: 3, history })).status).toBe('violated')
})

test('what is given back of earlier bookings is no more than they held', () => {
  const history = `
    user outcome    reference
    0    booked     A
    1    booked     B
    2    waitlisted C
  `
  const booking = { capacity: 1, opening: { available: 0 }, history }
  const oldTwice = `
    version kind      reference account
    2       cancelled OLD1      u8
    3       booked    A         u0
    4       cancelled OLD2      u9
    5       booked    B         u1
  `
  expect(ruleOn(noOversell, roundFrom({ ...booking, ledger: oldTwice })).evidence).toMatchObject([
    { entries: [{ reference: 'A' }, { reference: 'B' }] },
  ])
  const queueLeft = `
    version kind       reference account
    2       waitlisted C         u2
    3       cancelled  C         u2
    4       booked     A         u0
  `
  expect(ruleOn(noOversell, roundFrom({ ...booking, ledger: queueLeft })).status).toBe('violated')
})

describe('without a ledger, what may have been given back may have been promised again', () => {
  const history = `
    user outcome reference step seats
    0    booked  A         0    2
    1    booked  B         0    1
    2    booked  C         1    2
  `
  const asking = (cancellations?: string) =>
    ruleOn(noOversell, roundFrom({ capacity: 3, history, seats: 2, ...(cancellations ? { cancellations } : {}) }))

  test('so that nothing is proved', () => {
    for (const outcome of ['cancelled', 'gone', 'unknown']) {
      expect(asking(`user reference outcome sent\n 0 A ${outcome} 11`)).toMatchObject({
        status: 'inconclusive',
        detail: expect.stringContaining('the ledger could not be read'),
      })
    }
  })

  test('as far as it goes: more than that is oversold', () => {
    expect(asking('user reference outcome sent\n 1 B cancelled 11')).toMatchObject({
      status: 'violated',
      detail: '2 users knew at one moment that they held 4 seats, out of 3',
    })
    const two = 'user reference outcome sent\n 0 A cancelled 11\n 0 A cancelled 11'
    // The same booking was given back once, however often that was told.
    expect(asking(two).status).toBe('inconclusive')
    const more = `${history}3 booked D 1 1`
    expect(ruleOn(noOversell, roundFrom({ capacity: 3, history: more, cancellations: two })).status).toBe('violated')
  })

  test.each([
    ['nobody asked for any', undefined],
    ['every request for it was refused', 'user reference outcome\n 0 A refused\n 1 A refused'],
    ['it was asked for what nobody was promised', 'user reference outcome\n 0 OLD cancelled'],
  ])('unless %s', (_, cancellations) => {
    expect(asking(cancellations).status).toBe('violated')
  })
})

test('with a ledger it counts what that says was given back, and not who asked for it', () => {
  const history = 'user outcome reference\n 0 booked A\n 1 booked B'
  const cancellations = 'user reference outcome\n 0 A cancelled'
  const ledger = 'version kind reference account\n 2 booked A u0'
  const on = (...entries: readonly string[]) =>
    ruleOn(noOversell, roundFrom({ capacity: 1, history, cancellations, ledger: [ledger, ...entries].join('\n') }))
  expect(on().status).toBe('violated')
  expect(on('3 cancelled A u0', '4 booked B u1').status).toBe('held')
})

test('an event that shows fewer seats left than none is oversold, whatever was promised', () => {
  const shows = (available: number) =>
    ruleOn(noOversell, roundFrom({ history: 'user outcome\n 0 unknown', closing: { available, version: 12 } }))
  expect(shows(-2)).toMatchObject({
    status: 'violated',
    level: 'counter',
    detail: 'the event itself shows -2 of 10 seats available',
    evidence: [{ claim: 'the event itself shows -2 of 10 seats available, at version 12', attempts: [] }],
  })
  expect(shows(0).status).toBe('inconclusive')
  const facts = roundFrom({ history: 'user outcome\n 0 unknown', closing: { available: -2, version: 0 } })
  expect(ruleOn(noOversell, facts).evidence).toMatchObject([
    { claim: 'the event itself shows -2 of 10 seats available' },
  ])
})

describe('a ledger without versions stands in no certain order', () => {
  const history = `
    user outcome reference
    0    booked  A
    1    booked  B
  `
  const listing = (...rows: readonly string[]) =>
    roundFrom({ capacity: 1, history, ledger: ['version kind reference account', ...rows].join('\n') })

  test.each([
    ['first', ['0 cancelled A u0', '0 booked A u0', '0 booked B u1']],
    ['in the middle', ['0 booked A u0', '0 cancelled A u0', '0 booked B u1']],
    ['at the end', ['0 booked B u1', '0 booked A u0', '0 cancelled A u0']],
  ])('so a seat that was given back was free, be it listed %s', (_, rows) => {
    expect(ruleOn(noOversell, listing(...rows))).toMatchObject({
      status: 'held',
      detail: expect.stringMatching(/^no more than 1 seat was certainly held at once, .* the ledger does not say$/),
    })
    expect(
      ruleOn(noOversell, { ...listing(...rows), opening: { ...listing(...rows).opening, capacity: 2 } }),
    ).toMatchObject({
      detail: expect.stringMatching(/^no more than 2 seats were certainly held at once, /),
    })
  })

  test('so what was given back may have been a place in the queue, for more seats than there are', () => {
    const facts = roundFrom({
      capacity: 1,
      history: 'user outcome reference seats\n 0 waitlisted A 2\n 1 booked B 1',
      seats: 2,
      ledger: 'version kind reference account seats\n 0 booked A u0 2\n 0 cancelled A u0 2\n 0 booked B u1 1',
    })
    expect(ruleOn(noOversell, facts).status).toBe('held')
  })

  test('but not where somebody was told that it was a booking', () => {
    const facts = roundFrom({
      capacity: 1,
      history: 'user outcome reference seats\n 0 booked A 2\n 1 booked B 1',
      seats: 2,
      ledger: 'version kind reference account seats\n 0 booked A u0 2\n 0 cancelled A u0 2\n 0 booked B u1 1',
    })
    expect(ruleOn(noOversell, facts)).toMatchObject({ status: 'violated', detail: expect.stringContaining('2 of 1') })
  })

  test('so what came back in parts came back in the order that leaves the most, however it is listed', () => {
    const rows = ['0 booked A u0 2', '0 cancelled A u0 1', '0 booked B u1 5', '0 cancelled B u1 4']
    const on = (capacity: number, listed: readonly string[]) =>
      ruleOn(
        noOversell,
        roundFrom({
          capacity,
          history: 'user outcome reference seats\n 0 booked A 2\n 1 booked B 5',
          seats: 5,
          ledger: ['version kind reference account seats', ...listed].join('\n'),
        }),
      ).status
    for (const listed of [rows, rows.toReversed()]) {
      expect(on(5, listed)).toBe('held')
      expect(on(4, listed)).toBe('violated')
    }
  })

  test('yet a booking of which a part came back keeps the rest', () => {
    const rows = ['0 booked A u0 3', '0 cancelled A u0 1', '0 booked B u1 1']
    const on = (capacity: number) =>
      ruleOn(
        noOversell,
        roundFrom({
          capacity,
          history: 'user outcome reference seats\n 0 booked A 3\n 1 booked B 1',
          seats: 3,
          ledger: ['version kind reference account seats', ...rows].join('\n'),
        }),
      )
    expect(on(3).status).toBe('held')
    expect(on(2)).toMatchObject({ status: 'violated', detail: expect.stringContaining('peaked at 3 of 2') })
  })

  test('yet what was never given back is not made up for by what was', () => {
    const ruling = ruleOn(noOversell, listing('0 booked A u0', '0 cancelled A u0', '0 booked B u1', '0 booked C u2'))
    expect(ruling).toMatchObject({
      status: 'violated',
      evidence: [{ claim: expect.stringMatching(/^an entry sold 1 seat to .* when 1 of 1 were held already/) }],
    })
  })
})

describe('what users knew that they held at one moment', () => {
  const history = (answered: number) => `
    user sent ended outcome reference
    0    0    10    booked  A
    1    0    ${answered}    booked  B
  `
  const ledger = [
    'version kind reference account',
    '0 booked A u0',
    '0 cancelled A u0',
    '0 booked B u1',
    '0 cancelled B u1',
  ]
  const cancellations = 'user reference outcome sent ended\n 0 A cancelled 50 60\n 1 B cancelled 50 60'

  test('is too much, although a ledger without an order could be read otherwise', () => {
    const facts = roundFrom({ capacity: 1, history: history(20), ledger: ledger.join('\n'), cancellations })
    expect(ruleOn(noOversell, facts)).toMatchObject({
      status: 'violated',
      detail: '2 users knew at one moment that they held 2 seats, out of 1',
      evidence: [{ attempts: [{ user: 0 }, { user: 1 }] }],
    })
  })

  test('is not, where the one may have lost it before the other was answered', () => {
    const facts = roundFrom({ capacity: 1, history: history(55), ledger: ledger.join('\n'), cancellations })
    expect(ruleOn(noOversell, facts)).toMatchObject({
      status: 'held',
      detail: expect.stringContaining('when seats came back, the ledger does not say'),
    })
  })

  test('is not known of a booking that its user never asked to cancel, and that is cancelled', () => {
    const one = 'user reference outcome sent ended\n 1 B cancelled 50 60'
    const facts = roundFrom({ capacity: 1, history: history(20), ledger: ledger.join('\n'), cancellations: one })
    expect(ruleOn(noOversell, facts).status).toBe('held')
  })

  test('is not known of a booking that others may have cancelled before its user was told anything', () => {
    for (const outcome of ['unknown', 'gone']) {
      const one = `user reference outcome sent ended\n 0 A ${outcome} 50 60\n 1 B cancelled 50 60`
      const facts = roundFrom({ capacity: 1, history: history(20), ledger: ledger.join('\n'), cancellations: one })
      expect(ruleOn(noOversell, facts).status).toBe('held')
    }
  })

  test('is not known of a booking without a name, where others cancelled one', () => {
    const nameless = 'user sent ended outcome reference\n 0 0 10 booked -\n 1 0 20 booked B'
    const one = 'user reference outcome sent ended\n 1 B cancelled 50 60'
    const on = (rows: readonly string[]) =>
      ruleOn(noOversell, roundFrom({ capacity: 1, history: nameless, ledger: rows.join('\n'), cancellations: one }))
    expect(on(ledger).status).toBe('held')
    expect(on(ledger.filter((row) => row !== '0 cancelled A u0')).status).toBe('violated')
  })

  test.each([
    ['unknown', 'violated'],
    ['gone', 'inconclusive'],
  ])('without a ledger goes by when its user asked, be the answer %s', (outcome, status) => {
    const asked = `user reference outcome sent ended\n 0 A ${outcome} 50 60`
    const facts = roundFrom({ capacity: 1, history: history(20), cancellations: asked })
    expect(ruleOn(noOversell, facts).status).toBe(status)
  })

  test('is shown by the last five who were told so', () => {
    const rows = Array.from({ length: 7 }, (_, user) => `${user} 0 ${10 + user} booked R${user}`)
    const facts = roundFrom({
      capacity: 6,
      history: ['user sent ended outcome reference', ...rows].join('\n'),
      cancellations: 'user reference outcome sent ended\n 0 R0 cancelled 50 60',
    })
    const detail = '7 users knew at one moment that they held 7 seats, out of 6'
    expect(ruleOn(noOversell, facts)).toMatchObject({
      status: 'violated',
      detail,
      evidence: [
        {
          claim: `${detail}; these were among the last to be told so`,
          attempts: [2, 3, 4, 5, 6].map((user) => ({ user })),
        },
      ],
    })
  })

  test('is known without a ledger as well', () => {
    const facts = roundFrom({ capacity: 1, history: history(20), cancellations })
    expect(ruleOn(noOversell, facts).status).toBe('violated')
    expect(ruleOn(noOversell, { ...facts, mayLackCancellations: true }).status).toBe('inconclusive')
  })
})
