import { describe, expect, test } from 'vitest'
import { contractFrom, textFrom, type Parts } from './contract-from.ts'

/** What is said of a contract, with the line and column; `none` where nothing is. */
function complaint(parts: Parts, environment: Readonly<Record<string, string>> = {}): string {
  try {
    contractFrom(parts, environment)
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'UsageError') throw error
    return error.message.replace(/^shop\.yaml:/, '')
  }
  return 'none'
}

const book = (text: string): Parts => ({ book: `book: ${text}` })
const booked = 'answers: [{ is: booked }]'
const rest = (text: string): Parts => ({ rest: text })
const ledger = (text: string): Parts =>
  rest(`ledger: { request: GET /l, entries: '$[*]', reference: $.id, seats: 1, ${text} }`)

test('the contract that the others vary is right', () => {
  expect(complaint({})).toBe('none')
  expect(textFrom().split('\n')).toHaveLength(5)
})

describe('the shape', () => {
  test.each<[string, Parts, string]>([
    [
      'a field that is misspelt',
      book('{ request: POST /o, anwsers: [] }'),
      '5:36: book.anwsers is not a field (did you mean "answers"?); allowed is one of name, request, query, headers, json, form, graphql, body, as, capture, answers, race, holds',
    ],
    [
      'a meaning that is misspelt',
      book('{ request: POST /o, answers: [{ is: soldout }] }'),
      '5:43: book.answers[0].is is "soldout" (did you mean "soldOut"?); allowed is one of booked, conflict, soldOut, waitlisted, rateLimited, rejected, unknown, accepted, inFlight, next',
    ],
    [
      'a status that is none',
      book('{ request: POST /o, answers: [{ status: 6xx, is: booked }] }'),
      '5:47: book.answers[0].status is "6xx"; allowed is a class of statuses such as 4xx',
    ],
    [
      'statuses that are none',
      book('{ request: POST /o, answers: [{ status: [], is: booked }] }'),
      '5:47: book.answers[0].status is []; allowed is a list of at least one status',
    ],
    [
      'a method that is none',
      book(`{ request: post /o, ${booked} }`),
      '5:18: book.request is "post /o"; allowed is a method and a path, such as POST /orders',
    ],
    [
      'a path that starts nowhere',
      book(`{ request: POST orders, ${booked} }`),
      '5:18: book.request is "POST orders"; allowed is a method and a path, such as POST /orders',
    ],
    [
      'a path on another host',
      book(`{ request: 'POST http://other.example/o', ${booked} }`),
      '5:18: book.request is "POST http://other.example/o"; allowed is a method and a path, such as POST /orders',
    ],
    [
      'a name that does not end',
      book(`{ request: POST /o, json: { n: ['{{seats}'] }, ${booked} }`),
      '5:33: book.json has {{ without }} in "{{seats}"; allowed is a name in both, such as {{seats}}',
    ],
    [
      'a header that says where a request ends',
      book(`{ request: POST /o, headers: { Content-Length: '3' }, ${booked} }`),
      '5:54: Content-Length is written by bookload itself; allowed is any other header',
    ],
    [
      'no first page',
      ledger('pages: {}'),
      '6:79: ledger.pages.first is missing; allowed is a text, a number, true, false or null',
    ],
    ['no step', book('[]'), '5:7: book is []; allowed is a list of at least one step'],
    [
      'no address',
      { top: 'name: shop\nbaseUrl: shop.example' },
      '2:10: baseUrl is "shop.example"; allowed is an address such as https://shop.example/api, without a name or a password',
    ],
    [
      'an address with a query',
      { top: 'name: shop\nbaseUrl: http://shop.example/?a=b' },
      '2:10: baseUrl is "http://shop.example/?a=b"; allowed is an address such as https://shop.example/api, without a name or a password',
    ],
    ['no name', { top: 'baseUrl: http://shop.example' }, '1:1: name is missing; allowed is a name'],
    [
      'a word of a ledger that is none',
      ledger('kind: { from: $.k, words: { paid: sold } }'),
      '6:106: ledger.kind.words.paid is "sold"; allowed is one of booked, cancelled, waitlisted, promoted, returned, ignored',
    ],
  ])('with %s', (_what, parts, sentence) => {
    expect(complaint(parts)).toBe(sentence)
  })
})

describe('a name that nothing stands behind', () => {
  test.each<[string, Parts, string]>([
    [
      'in a booking',
      book(`{ request: 'POST /e/{{event.id}}', json: { seats: '{{seat}}' }, ${booked} }`),
      '5:48: book.json asks for {{seat}} (did you mean "seats"?); allowed is one of user.<field>, event.id, event.name, event.capacity, event.waitlist, seats, key, attempt',
    ],
    [
      'before it is captured',
      book(`[{ request: 'POST /c/{{cart}}', capture: { cart: $.id } }, { request: POST /o, ${booked} }]`),
      '5:19: book[0].request asks for {{cart}}; allowed is one of user.<field>, event.id, event.name, event.capacity, event.waitlist, seats, key, attempt',
    ],
    [
      'beside what was captured',
      book(`[{ request: POST /c, capture: { cart: $.id } }, { request: 'POST /o/{{crat}}', ${booked} }]`),
      '5:66: book[1].request asks for {{crat}} (did you mean "cart"?); allowed is one of user.<field>, event.id, event.name, event.capacity, event.waitlist, seats, key, attempt, cart',
    ],
    [
      'in what is sent with every call',
      { top: 'name: shop\nbaseUrl: http://shop.example\nheaders: { x-key: "{{key}}" }' },
      '3:10: headers asks for {{key}}; allowed is no name at all here',
    ],
    [
      'in what the admin sends',
      { top: 'name: shop\nbaseUrl: http://shop.example\nadmin: { bearer: "{{user.token}}" }' },
      '3:8: admin asks for {{user.token}}; allowed is no name at all here',
    ],
    [
      'in the fields of an account',
      { users: "users: { values: { id: '{{user.id}}' } }" },
      '3:18: users.values asks for {{user.id}}; allowed is one of prefix, number',
    ],
    [
      'before the event is there',
      {
        event: "event: { create: { request: POST /e, json: { n: '{{event.id}}' }, capture: { id: $.id, slug: $.s } } }",
      },
      '4:44: event.create.json asks for {{event.id}}; allowed is one of event.name, event.capacity, event.waitlist',
    ],
    [
      'beside what the event tells',
      {
        event: 'event: { create: { request: POST /e, capture: { id: $.id, slug: $.s } } }',
        ...book(`{ request: 'POST /e/{{event.slog}}', ${booked} }`),
      },
      '5:18: book.request asks for {{event.slog}} (did you mean "event.slug"?); allowed is one of user.<field>, event.id, event.slug, event.name, event.capacity, event.waitlist, seats, key, attempt',
    ],
    [
      'in a cancellation',
      rest("cancel: { request: 'DELETE /o/{{refrence}}', answers: [{ is: gone }] }"),
      '6:20: cancel.request asks for {{refrence}} (did you mean "reference"?); allowed is one of user.<field>, event.id, event.name, event.capacity, event.waitlist, reference',
    ],
    [
      'in a ledger',
      ledger("query: { after: '{{pages}}' }"),
      '6:79: ledger.query asks for {{pages}} (did you mean "page"?); allowed is one of event.id, event.name, event.capacity, event.waitlist, page',
    ],
    [
      'in a statement',
      rest("ledger: { sql: { url: 'sqlite:x', query: 'SELECT {{key}}' }, reference: $.id, seats: 1 }"),
      '6:16: ledger.sql asks for {{key}}; allowed is one of event.id, event.name, event.capacity, event.waitlist',
    ],
  ])('%s', (_where, parts, sentence) => {
    expect(complaint(parts)).toBe(sentence)
  })
})

describe('what is no JSONPath', () => {
  const sentence = (field: string, path = 'order.id') =>
    `${field} is "${path}"; allowed is a JSONPath (RFC 9535) such as $.order.id`
  test.each<[Parts, string]>([
    [
      book('{ request: POST /o, answers: [{ is: booked, reference: order.id }] }'),
      `5:62: ${sentence('book.answers[0].reference')}`,
    ],
    [
      book('{ request: POST /o, answers: [{ is: booked, seats: { json: order.id } }] }'),
      `5:66: ${sentence('book.answers[0].seats.json')}`,
    ],
    [book(`{ request: POST /o, capture: { a: order.id }, ${booked} }`), `5:41: ${sentence('book.capture.a')}`],
    [
      book('{ request: POST /o, answers: [{ json: { order.id: 1 }, is: booked }] }'),
      `5:57: ${sentence('book.answers[0].json.order.id')}`,
    ],
    [
      { event: 'event: { id: e, look: { request: GET /e, available: order.id } }' },
      `4:53: ${sentence('event.look.available')}`,
    ],
    [ledger('user: order.id'), `6:78: ${sentence('ledger.user')}`],
    [ledger('kind: { from: order.id, words: {} }'), `6:86: ${sentence('ledger.kind.from')}`],
    [ledger('pages: { first: 1, next: order.id }'), `6:97: ${sentence('ledger.pages.next')}`],
    [ledger('event: { sold: order.id }'), `6:87: ${sentence('ledger.event.sold')}`],
    [{ users: 'users: { create: { request: POST /u, each: order.id } }' }, `3:44: ${sentence('users.create.each')}`],
    [rest('counter: { request: GET /c, available: order.id }'), `6:40: ${sentence('counter.available')}`],
  ])('%#', (parts, text) => {
    expect(complaint(parts)).toBe(text)
  })
})

describe('what is no regular expression', () => {
  test.each<[Parts, string]>([
    [
      book("{ request: POST /o, answers: [{ body: '(', is: booked }] }"),
      '5:45: book.answers[0].body is no regular expression: /(/mu: Unterminated group',
    ],
    [
      book("{ request: POST /o, answers: [{ header: { location: '[' }, is: booked }] }"),
      '5:59: book.answers[0].header.location is no regular expression: /[/mu: Unterminated character class',
    ],
    [
      book("{ request: POST /o, answers: [{ json: { $.a: { matches: '+' } }, is: booked }] }"),
      '5:52: book.answers[0].json.$.a is no regular expression: /+/mu: Nothing to repeat',
    ],
    [
      book(String.raw`{ request: POST /o, capture: { a: { header: b, match: '\y' } }, answers: [{ is: booked }] }`),
      String.raw`5:61: book.capture.a.match is no regular expression: /\y/mu: Invalid escape`,
    ],
    [
      book("{ request: POST /o, capture: { a: { body: '(' } }, answers: [{ is: booked }] }"),
      '5:49: book.capture.a.body is no regular expression: /(/mu: Unterminated group',
    ],
  ])('%#', (parts, text) => {
    expect(complaint(parts)).toBe(text)
  })
})

describe('what contradicts itself', () => {
  test.each<[string, Parts, string]>([
    [
      'two bodies',
      book(`{ request: POST /o, json: {}, form: {}, ${booked} }`),
      '5:43: book has json and form; allowed is one of them',
    ],
    [
      'three bodies',
      book(`{ request: POST /o, graphql: { query: q }, body: b, json: {}, ${booked} }`),
      '5:36: book has json and graphql and body; allowed is one of them',
    ],
    [
      'two races',
      book(`[{ request: POST /c, race: true }, { request: POST /o, race: true, ${booked} }]`),
      '5:68: book has 2 steps that race; allowed is one',
    ],
    [
      'two races of who gives back',
      rest('cancel: [{ request: POST /c, race: true }, { request: POST /o, race: true, answers: [{ is: gone }] }]'),
      '6:70: cancel has 2 steps that race; allowed is one',
    ],
    [
      'a hold by the step that books',
      book(`[{ request: POST /c, holds: true }, { request: POST /o, holds: false, ${booked} }]`),
      '5:70: book[1].holds is of the step that books; allowed is one before the last',
    ],
    [
      'a captured name that is taken',
      book(`{ request: POST /o, capture: { key: $.key }, ${booked} }`),
      '5:43: key is a name of its own; allowed is any but seats, key, attempt, reference, page, count, prefix, number',
    ],
    [
      'a token without a key',
      { users: 'users: { jwt: { claims: {} } }' },
      '3:15: users.jwt needs one of secret and keyFile; allowed is either',
    ],
    [
      'a token with two keys',
      { users: 'users: { jwt: { claims: {}, secret: s, keyFile: k } }' },
      '3:15: users.jwt needs one of secret and keyFile; allowed is either',
    ],
    [
      'rows that are given back and have a version',
      ledger('version: $.v, kind: { from: $.k, words: { a: returned } }'),
      '6:92: ledger.kind has a row that stands for a booking and its return, and ledger.version says of one which version it installed; allowed is a row each, or leaving version out',
    ],
    [
      'rows that all are given back and have a version',
      ledger('version: $.v, kind: returned'),
      '6:92: ledger.kind has a row that stands for a booking and its return, and ledger.version says of one which version it installed; allowed is a row each, or leaving version out',
    ],
    [
      'a next step behind the last',
      book(
        '[{ request: POST /c }, { request: POST /o, answers: [{ status: 409, is: conflict }, { status: 200, is: next }, { is: booked }] }]',
      ),
      '5:110: book[1].answers[1].is is next, and no step follows; allowed is what came of it',
    ],
    [
      'a next step behind the last of who gives back',
      rest('cancel: { request: POST /c, answers: [{ is: next }] }'),
      '6:45: cancel.answers[0].is is next, and no step follows; allowed is what came of it',
    ],
  ])('%s', (_what, parts, sentence) => {
    expect(complaint(parts)).toBe(sentence)
  })
})

describe('what is missing', () => {
  test.each<[string, Parts, string]>([
    [
      'a rule for who booked',
      book('{ request: POST /o, answers: [{ is: soldOut }] }'),
      '5:36: book.answers has no rule that is booked; allowed is at least one, so that a booking can be recognised',
    ],
    [
      'any rule',
      book('{ request: POST /o }'),
      '5:7: book has no rule that is booked; allowed is at least one, so that a booking can be recognised',
    ],
    [
      'a rule for who booked in the last step',
      book('[{ request: POST /c, answers: [{ is: booked }] }, { request: POST /o, answers: [] }]'),
      '5:86: book[1].answers has no rule that is booked; allowed is at least one, so that a booking can be recognised',
    ],
    [
      'the id of an event that is made',
      { event: 'event: { create: { request: POST /e, capture: { slug: $.slug } } }' },
      '4:18: event.create captures no id; allowed is a capture of id, which later requests have as {{event.id}}',
    ],
    [
      'what a counter counts',
      rest('counter: { request: GET /c, capacity: $.all }'),
      '6:10: counter has neither available nor sold; allowed is where it says how many seats are left or gone',
    ],
    [
      'what a counter in a database counts',
      rest("counter: { sql: { url: 'sqlite:x', query: SELECT 1 } }"),
      '6:10: counter has neither available nor sold; allowed is where it says how many seats are left or gone',
    ],
    [
      'a value of the environment',
      { top: 'name: shop\nbaseUrl: http://shop.example\nadmin: { bearer: "${TOKEN}" }' },
      '3:18: ${TOKEN} is not in the environment; allowed is a value for it, or ${TOKEN:-a fallback}',
    ],
  ])('%s', (_what, parts, sentence) => {
    expect(complaint(parts)).toBe(sentence)
  })

  test('is not missed where it may be left out', () => {
    expect(complaint(book('{ request: POST /o, answers: [{ is: accepted }] }'))).toBe('none')
    expect(
      complaint({ event: 'event: { create: [{ request: POST /e, capture: { id: $.id } }, { request: POST /open }] }' }),
    ).toBe('none')
    expect(complaint({ event: 'event: {}' })).toBe('none')
    expect(complaint(ledger('kind: { from: $.k, words: { a: returned } }'))).toBe('none')
    expect(complaint(book(`[{ request: POST /c, answers: [{ is: next }] }, { request: POST /o, ${booked} }]`))).toBe(
      'none',
    )
  })
})

test('names may be spelt with spaces around them', () => {
  expect(complaint(book(`{ request: 'POST /e/{{ event.id }}', ${booked} }`))).toBe('none')
})

describe('a value of the environment is not told', () => {
  test('where the shape is wrong: the file is shown as it is written', () => {
    expect(complaint(book(`{ request: '\${PATH_TO_BOOK}', ${booked} }`), { PATH_TO_BOOK: 'pass-word' })).toBe(
      '5:18: book.request is "${PATH_TO_BOOK}"; allowed is a method and a path, such as POST /orders',
    )
  })

  test('where what stands beside it is wrong', () => {
    const parts = { users: 'users: { headers: { x-key: "{{key ${API_KEY}" } }' }
    expect(complaint(parts, { API_KEY: 'pass-word' })).toBe(
      '3:19: users.headers has {{ without }} in "{{key ***"; allowed is a name in both, such as {{seats}}',
    )
  })
})
