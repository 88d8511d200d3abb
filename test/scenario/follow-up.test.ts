import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/operator/errors.ts'
import { followUpText, requestsOf, type FollowUp } from '../../src/scenario/follow-up.ts'
import { parseScenario } from '../../src/scenario/parse.ts'
import { resolveFollowUp } from '../../src/scenario/resolve.ts'

const base = `name: sale
description: a sale
users: 10
rounds:
  - name: drop
    capacity: 5
    seats: 1
`

const roundOf = (line: string) => parseScenario(`${base}    ${line}\n`, 'sale.yaml').rounds[0]
const followUpsOf = (list: string) => roundOf(`followUps: ${list}`)?.followUps

function complaintAbout(text: string): string {
  try {
    parseScenario(text, 'sale.yaml')
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    expect(error.message).not.toContain('\n')
    return error.message
  }
  throw new Error('nobody complained')
}

const nothing = { cancel: null, repeat: null, book: null }
const once = (said: Partial<FollowUp>): FollowUp => ({ ...nothing, ...said })

describe('what is left unsaid', () => {
  test('a round without follow-ups and readers has none', () => {
    expect(parseScenario(base, 'sale.yaml').rounds[0]).toMatchObject({ followUps: [], readers: 0 })
    expect(followUpsOf('[]')).toEqual([])
  })

  test.each<[string, FollowUp]>([
    ['{ cancel: {} }', once({ cancel: { what: 'bookings', by: 'owner', times: 1 } })],
    ['{ repeat: {} }', once({ repeat: { as: 'same', times: 1 } })],
    ['{ book: {} }', once({ book: { who: 'losers', times: 1 } })],
    [
      '{ cancel: { what: all, by: stranger, times: 100 }, repeat: { as: otherUser }, book: { who: everyone, times: 2 } }',
      {
        cancel: { what: 'all', by: 'stranger', times: 100 },
        repeat: { as: 'otherUser', times: 1 },
        book: { who: 'everyone', times: 2 },
      },
    ],
  ])('%s', (said, followUp) => {
    expect(followUpsOf(`[${said}]`)).toEqual([followUp])
  })

  test('follow-ups keep their order, and readers are counted', () => {
    expect(followUpsOf('[{ book: {} }, { cancel: {} }]')?.map(({ cancel }) => cancel === null)).toEqual([true, false])
    expect(roundOf('readers: 100')?.readers).toBe(100)
  })
})

describe('what is wrong is named with its place, what was found and what is allowed', () => {
  test.each([
    [
      'a follow-up that is none',
      'followUps: [{ refund: {} }]',
      'sale.yaml:8:27: rounds[0].followUps[0].refund is not a field; allowed is one of cancel, repeat, book',
    ],
    [
      'a misspelt follow-up',
      'followUps: [{ cancle: {} }]',
      'sale.yaml:8:27: rounds[0].followUps[0].cancle is not a field (did you mean "cancel"?); allowed is one of cancel, repeat, book',
    ],
    [
      'an empty follow-up',
      'followUps: [{ book: {} }, {}]',
      'sale.yaml:8:31: rounds[0].followUps[1] is {}; allowed is a mapping with at least one of cancel, repeat, book',
    ],
    [
      'a bare word',
      'followUps: [cancel]',
      'sale.yaml:8:17: rounds[0].followUps[0] is "cancel"; allowed is a mapping of cancel, repeat, book',
    ],
    [
      'a mapping for the list',
      'followUps: { cancel: {} }',
      'sale.yaml:8:16: rounds[0].followUps is {"cancel":{}}; allowed is a list of what follows the burst',
    ],
    [
      'a field of another part',
      'followUps: [{ cancel: { who: losers } }]',
      'sale.yaml:8:34: rounds[0].followUps[0].cancel.who is not a field (did you mean "what"?); allowed is one of what, by, times',
    ],
    [
      'a misspelt what',
      'followUps: [{ cancel: { what: booking } }]',
      'sale.yaml:8:35: rounds[0].followUps[0].cancel.what is "booking" (did you mean "bookings"?); allowed is one of bookings, places, all',
    ],
    [
      'a misspelt by',
      'followUps: [{ cancel: { by: strangers } }]',
      'sale.yaml:8:33: rounds[0].followUps[0].cancel.by is "strangers" (did you mean "stranger"?); allowed is one of owner, stranger',
    ],
    [
      'a misspelt as',
      'followUps: [{ repeat: { as: otherseats } }]',
      'sale.yaml:8:33: rounds[0].followUps[0].repeat.as is "otherseats" (did you mean "otherSeats"?); allowed is one of same, otherSeats, otherUser',
    ],
    [
      'a misspelt who',
      'followUps: [{ book: { who: loser } }]',
      'sale.yaml:8:32: rounds[0].followUps[0].book.who is "loser" (did you mean "losers"?); allowed is one of losers, everyone',
    ],
    [
      'no time at all',
      'followUps: [{ cancel: { times: 0 } }]',
      'sale.yaml:8:36: rounds[0].followUps[0].cancel.times is 0; allowed is a whole number from 1 to 100',
    ],
    [
      'too many times',
      'followUps: [{ repeat: { times: 101 } }]',
      'sale.yaml:8:36: rounds[0].followUps[0].repeat.times is 101; allowed is a whole number from 1 to 100',
    ],
    [
      'half a time',
      'followUps: [{ book: { times: 1.5 } }]',
      'sale.yaml:8:34: rounds[0].followUps[0].book.times is 1.5; allowed is a whole number from 1 to 100',
    ],
    [
      'fewer readers than none',
      'readers: -1',
      'sale.yaml:8:14: rounds[0].readers is -1; allowed is a whole number from 0 to 100',
    ],
    [
      'too many readers',
      'readers: 101',
      'sale.yaml:8:14: rounds[0].readers is 101; allowed is a whole number from 0 to 100',
    ],
  ])('%s', (_, line, complaint) => {
    expect(complaintAbout(`${base}    ${line}\n`)).toBe(complaint)
  })

  test('more follow-ups than there may be', () => {
    const list = Array.from({ length: 21 }, () => '{ book: {} }').join(', ')
    expect(complaintAbout(`${base}    followUps: [${list}]\n`)).toMatch(
      /^sale\.yaml:8:16: rounds\[0\]\.followUps is \[.*\.\.\.; allowed is a list of at most 20 follow-ups$/,
    )
  })

  test('more requests at once than there may be', () => {
    const many = base.replace('users: 10', 'users: 201')
    expect(complaintAbout(`${many}    followUps: [{ cancel: { times: 100 } }]\n`)).toBe(
      'sale.yaml:8:16: rounds[0].followUps: what follows the burst comes to 20,100 requests at once; allowed are 20,000',
    )
    const most = parseScenario(`${many}    users: 200\n    followUps: [{ cancel: { times: 100 } }]\n`, 'sale.yaml')
    expect(most.rounds[0]?.followUps).toHaveLength(1)
  })

  test('users who come at a rate count as well', () => {
    const rated = base.replace('users: 10\n', 'arrivals: { pattern: rate, perSecond: 300, duration: 1s }\n')
    expect(complaintAbout(`${rated}    followUps: [{ book: { times: 100 } }]\n`)).toMatch(/comes to 30,000 requests/)
  })

  test('users who go again and again', () => {
    const looping = base.replace('users: 10', 'users: 10\narrivals: { pattern: loop, duration: 1s }')
    expect(complaintAbout(`${looping}    followUps: [{ cancel: {} }]\n`)).toBe(
      'sale.yaml:9:16: rounds[0].followUps: users who go again and again are not followed up; allowed are other arrivals',
    )
    expect(parseScenario(`${looping}    readers: 2\n`, 'sale.yaml').rounds[0]?.readers).toBe(2)
  })
})

describe('how many requests a follow-up can come to', () => {
  const [cancel, book] = [resolveFollowUp({ cancel: { times: 8 } }), resolveFollowUp({ book: { who: 'everyone' } })]

  test('everybody may have one thing more to give back for every time that everybody booked', () => {
    expect(requestsOf([cancel], 0, 60)).toBe(480)
    expect(requestsOf([book, cancel], 1, 60)).toBe(960)
    expect(requestsOf([book, cancel, book, cancel], 3, 60)).toBe(1440)
  })

  test('what happens at once is added up', () => {
    const all = resolveFollowUp({ cancel: { times: 2 }, repeat: { times: 3 }, book: { times: 4 } })
    expect(requestsOf([all], 0, 10)).toBe(90)
  })

  test('a repetition by the next user can leave that user with one thing more', () => {
    expect(requestsOf([resolveFollowUp({ repeat: { as: 'otherUser' } }), cancel], 1, 60)).toBe(960)
    expect(requestsOf([resolveFollowUp({ repeat: { as: 'same' } }), cancel], 1, 60)).toBe(480)
  })
})

test.each<[string, Parameters<typeof resolveFollowUp>[0]]>([
  ['every booking is cancelled', { cancel: {} }],
  ['every place in the queue is cancelled 2 times at once', { cancel: { what: 'places', times: 2 } }],
  [
    'every booking and every place in the queue is cancelled by somebody else',
    { cancel: { what: 'all', by: 'stranger' } },
  ],
  ['every key is sent again', { repeat: {} }],
  ['every key is sent again for other seats 3 times at once', { repeat: { as: 'otherSeats', times: 3 } }],
  ['every key is sent again by the next user', { repeat: { as: 'otherUser' } }],
  ['whoever has nothing books', { book: {} }],
  ['everyone books 10 times at once', { book: { who: 'everyone', times: 10 } }],
  [
    'every booking is cancelled 8 times at once by somebody else, while every key is sent again, while whoever has nothing books',
    { cancel: { by: 'stranger', times: 8 }, repeat: {}, book: {} },
  ],
])('people read: %s', (sentence, field) => {
  expect(followUpText(resolveFollowUp(field))).toBe(sentence)
})
