import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseDocument, type Document } from 'yaml'
import type { Result } from '../../src/report/result.ts'
import { readResult, Workplace, type Ended } from '../cli/bookload.ts'
import { startTarget, type TargetName } from '../targets/start-target.ts'

/** Booking systems of three kinds that bookload knows nothing of but what a contract says, raced by the whole program. */

const names: readonly TargetName[] = ['gigs', 'vinyl', 'theatre']
const users = 100
const capacity = 20

let place: Workplace
beforeEach(() => void (place = new Workplace()))
afterEach(() => place.dispose())

const sourceOf = (name: TargetName): string => join(import.meta.dirname, '../targets', name, 'contract.yaml')

interface Sale {
  readonly url: string
  readonly contract: string
  readonly env: Readonly<Record<string, string>>
}

interface Opening {
  readonly args?: readonly string[]
  /** Changes a copy of the contract. */
  readonly change?: (contract: Document) => void
}

/** Starts a target, and says how it is played on. */
async function open(name: TargetName, variant: string, { args = [], change }: Opening = {}): Promise<Sale> {
  const { origin, database } = await startTarget(name, variant, args)
  return {
    url: name === 'gigs' ? `${origin}/api` : origin,
    contract: change === undefined ? sourceOf(name) : changed(name, change),
    env: name === 'theatre' ? { THEATRE_DB: database } : {},
  }
}

/** @returns the path of a copy of a target's contract */
function changed(name: TargetName, change: (contract: Document) => void): string {
  const document = parseDocument(readFileSync(sourceOf(name), 'utf8'))
  change(document)
  return written(`${name}.yaml`, String(document))
}

function written(file: string, text: string): string {
  writeFileSync(place.path(file), text)
  return place.path(file)
}

interface Play {
  readonly flags?: readonly string[]
  readonly scenario?: string
  readonly env?: Readonly<Record<string, string>>
}

const crowd = ['--users', `${users}`, '--capacity', `${capacity}`]

function run({ url, contract, env }: Sale, { flags = crowd, scenario = 'quick', env: more = {} }: Play = {}) {
  return place.run(['run', scenario, '--contract', contract, '--target', url, ...flags], { ...env, ...more })
}

async function play(sale: Sale, { flags = crowd, ...options }: Play = {}): Promise<{ result: Result; ended: Ended }> {
  const ended = await run(sale, { ...options, flags: [...flags, '-o', 'result.json'] })
  expect(ended.stderr).not.toMatch(/^\s+at /m)
  return { result: readResult(readFileSync(place.path('result.json'), 'utf8')), ended }
}

const rulesOf = ({ rounds }: Result) => rounds.flatMap(({ verdict }) => verdict.invariants)
const violated = (result: Result): ReadonlySet<string> =>
  new Set(rulesOf(result).flatMap(({ id, status }) => (status === 'violated' ? [id] : [])))
const unseen = (result: Result): readonly string[] =>
  rulesOf(result).flatMap(({ id, isUnseen }) => (isUnseen === true ? [id] : []))

/** What needs the versions that events are at. */
const ofVersions = [
  'version-chain',
  'waitlist-order',
  'queue-places',
  'real-time-order',
  'justified-refusal',
  'spurious-conflict',
]

describe.each(names)('%s that sells correctly', (name) => {
  test.each([[[]], [['--repeat', '2']], [['--threads', '2']]])('holds with the flags %j', async (flags) => {
    const { result, ended } = await play(await open(name, 'correct'), { flags: [...crowd, ...flags] })
    expect(violated(result)).toEqual(new Set())
    expect(ended).toMatchObject({ code: 0 })
    expect(ended.stdout).toMatch(/^HELD /m)
    expect(result.rounds).toHaveLength(flags.includes('--repeat') ? 2 : 1)
    for (const round of result.rounds) {
      expect(round.event).toMatchObject({ capacity, soldSeats: capacity, availableSeats: 0, oversoldSeats: 0 })
      expect(round.outcomes).toMatchObject({ booked: capacity, soldOut: users - capacity })
      expect(round.oddities).toBeUndefined()
    }
    expect(unseen(result).includes('version-chain')).toBe(name !== 'vinyl')
  })
})

test.each([
  ['gigs', 'check-then-act', 'no-oversell'],
  ['vinyl', 'check-at-cart', 'no-oversell'],
  ['vinyl', 'check-then-act', 'version-chain'],
  ['theatre', 'check-then-act', 'no-oversell'],
] as const)('%s %s is violated by %s', async (name, variant, rule) => {
  const { result, ended } = await play(await open(name, variant))
  expect(ended).toMatchObject({ code: 1 })
  expect(ended.stdout).toMatch(/^VIOLATED /m)
  expect(violated(result)).toContain(rule)
  // What its users were told is what it wrote, so it is not accused of a lie.
  expect(violated(result)).not.toContain('no-phantom')
  expect(violated(result)).not.toContain('refused-but-booked')
})

test('a shop that decides later tells its users that they are accepted, and is held to what it writes', async () => {
  const { result, ended } = await play(await open('gigs', 'queued'))
  expect(ended).toMatchObject({ code: 0 })
  expect(ended.stdout).toMatch(/^why +100 unknown: HTTP 202 accepted$/m)
  const [round] = result.rounds
  expect(round?.reasons).toEqual([{ outcome: 'unknown', status: 202, reason: 'accepted', attempts: users }])
  expect(round?.event).toMatchObject({ soldSeats: capacity, availableSeats: 0 })
})

test('a limiter slows those who share an account, and nobody books twice', async () => {
  const sale = await open('gigs', 'correct', { args: ['--limit', '1'] })
  const scenario = written(
    'limited.yaml',
    `name: limited
description: two users an account, which may ask once
users: 60
accounts: 30
retry: { policy: fixed, delay: 20ms, attempts: 3 }
rounds: [{ name: sale, capacity: 20, seats: 1 }]
`,
  )
  const { result, ended } = await play(sale, { scenario, flags: [] })
  expect(ended).toMatchObject({ code: 0 })
  const [round] = result.rounds
  expect(round?.outcomes).toMatchObject({ booked: 20, soldOut: 10, rateLimited: 30 })
  expect(round?.attempts).toMatchObject({ total: 30 + 3 * 30, rateLimited: 3 * 30 })
})

test('what is cancelled while others book is held to come back once', async () => {
  const scenario = written(
    'comings-and-goings.yaml',
    `name: comings-and-goings
description: all bookings are cancelled, then whoever has none books while others cancel
users: ${users}
rounds:
  - name: sale
    capacity: ${capacity}
    seats: 1
    followUps: [{ cancel: { times: 4 } }, { cancel: {}, book: { who: losers } }]
`,
  )
  const { result, ended } = await play(await open('gigs', 'correct'), { scenario, flags: [] })
  expect(violated(result)).toEqual(new Set())
  expect(ended).toMatchObject({ code: 0 })
  const [round] = result.rounds
  const [cancelled, both] = round?.followUps ?? []
  expect(cancelled?.cancellations).toMatchObject({ cancelled: capacity, gone: 3 * capacity })
  expect(both?.bookings).toMatchObject({ booked: capacity })
  expect(rulesOf(result).find(({ id }) => id === 'returned-once')).toMatchObject({ status: 'held', isIdle: false })
})

test('a theatre gives back by a form of its own', async () => {
  const scenario = written(
    'second-thoughts.yaml',
    `name: second-thoughts
description: everybody cancels three times at once, and a stranger before
users: ${users}
rounds:
  - name: sale
    capacity: ${capacity}
    seats: 1
    followUps: [{ cancel: { by: stranger } }, { cancel: { times: 3 } }]
`,
  )
  const { result, ended } = await play(await open('theatre', 'correct'), { scenario, flags: [] })
  expect(violated(result)).toEqual(new Set())
  expect(ended).toMatchObject({ code: 0 })
  const [stranger, owner] = result.rounds[0]?.followUps ?? []
  expect(stranger?.cancellations).toMatchObject({ cancelled: 0, gone: capacity })
  expect(owner?.cancellations).toMatchObject({ cancelled: capacity, gone: 2 * capacity })
})

describe('without a ledger', () => {
  const change = (contract: Document) => void contract.delete('ledger')

  test('a correct system is not judged, and each rule says why', async () => {
    const { result, ended } = await play(await open('gigs', 'correct', { change }))
    expect(ended).toMatchObject({ code: 3 })
    const unruled = rulesOf(result).filter(({ status }) => status === 'inconclusive')
    expect(unruled.map(({ id }) => id)).toEqual(expect.arrayContaining(['no-oversell', 'acked-durable', 'no-phantom']))
    for (const { id, detail } of unruled) {
      expect(detail).toContain('gigs names no ledger')
      expect(ended.stdout.replaceAll(/\s+/g, ' ')).toContain(id)
    }
    expect(ended.stdout).toMatch(/^INCONCLUSIVE /m)
  })

  test('an oversell that the answers show is found all the same', async () => {
    const { result, ended } = await play(await open('gigs', 'check-then-act', { change }))
    expect(ended).toMatchObject({ code: 1 })
    expect(violated(result)).toEqual(new Set(['no-oversell']))
  })
})

test('without versions, it is told which rules cannot rule, and the others do', async () => {
  const change = (contract: Document) => {
    contract.deleteIn(['ledger', 'version'])
    contract.deleteIn(['event', 'look', 'version'])
  }
  const { result, ended } = await play(await open('vinyl', 'correct', { change }))
  expect(ended).toMatchObject({ code: 0 })
  expect(unseen(result).toSorted()).toEqual(ofVersions.toSorted())
  expect(ended.stdout.replaceAll(/\s+/g, ' ')).toContain(`this leaves open ${ofVersions.join(', ')}`)
})

test('the step that races is what finds a stock that is checked too early', async () => {
  const atCheckout = await play(await open('vinyl', 'check-at-cart'))
  // Everybody has a cart with a line before the gate opens, so nobody is turned away.
  expect(atCheckout.result.rounds[0]?.event).toMatchObject({ soldSeats: users, oversoldSeats: users - capacity })

  const change = (contract: Document) => {
    contract.deleteIn(['book', 3, 'race'])
    contract.setIn(['book', 0, 'race'], true)
  }
  const { result, ended } = await play(await open('vinyl', 'check-at-cart', { change }))
  // Whole checkouts race now, and who comes late may find the stock gone: how many do is not sure.
  expect([0, 1]).toContain(ended.code)
  const [round] = result.rounds
  expect(round?.outcomes.booked).toBe(round?.event.soldSeats)
  expect(round?.outcomes).toMatchObject({ unknown: 0, rejected: 0 })
  const others = [...violated(result)].filter((rule) => rule !== 'no-oversell')
  expect(others).toEqual([])
})

describe('a shop that holds what is in a cart, under a revision that no order has', () => {
  const raceFor = (step: number) => (contract: Document) => {
    contract.deleteIn(['book', 3, 'race'])
    contract.setIn(['book', step, 'race'], true)
    for (const before of [0, 1, 2]) contract.deleteIn(['book', before, 'holds'])
  }

  test.each([
    ['the checkout', 3, users - capacity],
    ['the line of the cart', 1, 0],
    ['the cart', 0, 0],
  ])('is accused of nothing where everybody races for %s', async (_, step, turnedAway) => {
    const { result, ended } = await play(await open('vinyl', 'held', { change: raceFor(step) }))
    expect(violated(result)).toEqual(new Set())
    const [round] = result.rounds
    expect(round?.event).toMatchObject({ soldSeats: capacity, availableSeats: 0, version: 1 + 2 * capacity })
    expect(round?.outcomes).toMatchObject({ booked: capacity, soldOut: users - capacity })
    expect(unseen(result)).toContain('version-chain')
    // Those who were turned away before the gate lost no race, and so proved nothing.
    expect(ended).toMatchObject({ code: turnedAway > 0 ? 3 : 0 })
  })

  test('is accused where its contract says that it holds nothing', async () => {
    const change = (contract: Document) => {
      raceFor(1)(contract)
      contract.setIn(['book', 1, 'holds'], false)
      contract.setIn(['book', 0, 'holds'], false)
      contract.setIn(['book', 2, 'holds'], false)
    }
    const { result } = await play(await open('vinyl', 'held', { change }))
    expect(violated(result)).toContain('version-chain')
  })

  test('oversells where it looks at the shelf first, and is caught at the step that holds', async () => {
    const { result, ended } = await play(await open('vinyl', 'held-unguarded', { change: raceFor(1) }))
    expect(ended).toMatchObject({ code: 1 })
    expect(violated(result)).toContain('no-oversell')
  })
})

test('a contract that says whose host it is for may be tried on this machine', async () => {
  const change = (contract: Document) => {
    contract.set('baseUrl', 'https://gigs.example/api')
    contract.set('owner', 'gigs.example')
  }
  expect((await play(await open('gigs', 'correct', { change }))).ended).toMatchObject({ code: 0 })
  const elsewhere = { url: 'https://other.example', contract: changed('gigs', change), env: {} }
  expect(await run(elsewhere)).toMatchObject({
    code: 2,
    stderr: 'bookload: owner is gigs.example, and the target is on other.example; allowed is the host of the target\n',
  })
})

describe('as the target of a scenario', () => {
  const scenarioWith = (target: string) => `name: sale
description: the contract stands in the scenario
users: ${users}
rounds: [{ name: sale, capacity: ${capacity}, seats: 1 }]
target: ${target}
`
  const judged = async (scenario: string, url: string) => {
    const ended = await place.run(['run', scenario, '--target', url, '-o', 'result.json'])
    expect(ended).toMatchObject({ code: 0 })
    return readResult(readFileSync(place.path('result.json'), 'utf8'))
  }

  test('a contract is named by its path, seen from there', async () => {
    const { url } = await open('gigs', 'correct')
    written('gigs.yaml', readFileSync(sourceOf('gigs'), 'utf8'))
    const result = await judged(written('sale.yaml', scenarioWith('./gigs.yaml')), url)
    expect(result.target).toMatchObject({ kind: 'http', baseUrl: url })
    expect(result.rounds[0]?.outcomes.booked).toBe(capacity)
  })

  test('a contract is written there', async () => {
    const { url } = await open('gigs', 'correct')
    const contract: unknown = parseDocument(readFileSync(sourceOf('gigs'), 'utf8')).toJS()
    const result = await judged(written('sale.yaml', scenarioWith(JSON.stringify(contract))), url)
    expect(result.rounds[0]?.outcomes.booked).toBe(capacity)
  })

  test('what is wrong with it is shown where it stands in the scenario', async () => {
    const scenario = written('sale.yaml', scenarioWith('\n  name: gigs\n  baseUrl: gigs.example'))
    const ended = await place.run(['run', scenario])
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(ended.stderr).toBe(
      `bookload: ${scenario}:7:12: target: baseUrl is "gigs.example"; allowed is an address such as https://shop.example/api, without a name or a password\n`,
    )
  })
})

describe('a file of users', () => {
  /** Accounts that were signed in elsewhere. */
  const change = (contract: Document) => {
    for (const field of ['values', 'create', 'signIn']) contract.deleteIn(['users', field])
  }
  const refused = async (text: string) => {
    const file = written('users.csv', text)
    const ended = await run(
      { url: 'http://127.0.0.1:9', contract: changed('gigs', change), env: {} },
      { flags: ['--users', '3', '--users-file', file] },
    )
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    return ended.stderr
      .split('\n')
      .filter((line) => line.startsWith(`bookload: ${file}`))
      .map((line) => line.replace(`bookload: ${file}: `, ''))
  }

  test('with one token twice is refused', async () => {
    expect(await refused('id,token\n1,aaa\n2,bbb\n3,aaa\n')).toEqual([
      'row 3 has the same token as row 1; allowed is a token each',
    ])
  })

  test('without a column that the contract asks for is refused', async () => {
    expect(await refused('id,email\n1,a@b\n2,b@b\n3,c@b\n')).toEqual([
      'row 1: token is missing or empty; allowed is a row with id, token',
    ])
  })

  test('with too few rows is refused', async () => {
    expect(await refused('id,token\n1,aaa\n2,bbb\n')).toEqual([
      'it holds 2 users and the run needs 3; add rows, lower --users, or let users share rows with --reuse-users',
    ])
  })

  test('that was seeded by the same contract is played with', async () => {
    const sale = await open('gigs', 'correct')
    const { url, contract } = sale
    const seeded = await place.run([
      'seed',
      '--users',
      '40',
      '--contract',
      contract,
      '--target',
      url,
      '-o',
      'crowd.csv',
    ])
    expect(seeded).toMatchObject({ code: 0 })
    const { result } = await play(sale, {
      flags: ['--users', '40', '--capacity', '10', '--users-file', place.path('crowd.csv')],
    })
    expect(result.rounds[0]?.outcomes).toMatchObject({ booked: 10, soldOut: 30 })
  })
})

describe('a module', () => {
  /** The contract of gigs, with functions in place of some of it. */
  const moduleOf = (name: string, functions: string): string => {
    const { admin: _, ...contract } = parseDocument(readFileSync(sourceOf('gigs'), 'utf8')).toJS()
    const text = JSON.stringify({ ...contract, admin: { headers: { 'x-api-key': 'gigs-admin' } } })
    return written(name, `const contract = ${text}\nexport default { ...contract, ${functions} }\n`)
  }
  const ledger = (seats: string) => `ledger: async ({ event, send }) => {
    const path = \`/api/gigs/\${event.id}/orders\`
    const { body } = await send({ method: 'GET', path, headers: ['x-api-key', 'gigs-admin'], body: null })
    return JSON.parse(body).orders.map((order) => ({
      reference: order.number, seats: ${seats}, user: order.customer_id, key: order.request_id,
    }))
  }`
  const book = `book: {
    request: ({ event, user, seats, key }) => ({
      method: 'POST',
      path: \`/api/gigs/\${event.id}/orders\`,
      headers: ['authorization', 'Bearer ' + user.token, 'content-type', 'application/json', 'x-request-id', key],
      body: JSON.stringify({ quantity: seats }),
    }),
    answers: ({ status, body }) => {
      if (status === 422) return { is: 'soldOut' }
      const { number, quantity } = JSON.parse(body).order
      return { is: 'booked', reference: number, seats: quantity }
    },
  }`

  test.each([['1'], ['2']])('is played on with %s threads', async (threads) => {
    const { url } = await open('gigs', 'correct')
    const contract = moduleOf('gigs.mjs', `${book}, ${ledger('order.quantity')}`)
    const { result, ended } = await play({ url, contract, env: {} }, { flags: [...crowd, '--threads', threads] })
    expect(ended).toMatchObject({ code: 0 })
    expect(result.rounds[0]?.outcomes).toMatchObject({ booked: capacity, soldOut: users - capacity })
  })

  test('whose numbers are texts accuses nobody by that', async () => {
    const { url } = await open('gigs', 'correct')
    const contract = moduleOf('gigs.mjs', ledger('String(order.quantity)'))
    const { result } = await play({ url, contract, env: {} })
    expect(violated(result)).toEqual(new Set())
  })

  test('whose function throws is told of, and is no defect of the tool', async () => {
    const { url } = await open('gigs', 'correct')
    const create = moduleOf('create.mjs', "event: { create: async () => { throw new Error('no gigs today') } }")
    expect(await run({ url, contract: create, env: {} })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^bookload: .*create\.mjs: event\.create threw: no gigs today$/m),
    })
    const reading = moduleOf('ledger.mjs', "ledger: async () => { throw new Error('no books today') }")
    const { ended } = await play({ url, contract: reading, env: {} })
    expect(ended).toMatchObject({ code: 3 })
    expect(ended.stdout.replaceAll(/\s+/g, ' ')).toContain('ledger threw: no books today')
    const answers = moduleOf('answers.mjs', "book: { ...contract.book, answers: () => { throw new Error('what?') } }")
    const { result } = await play({ url, contract: answers, env: {} })
    expect(result.rounds[0]?.oddities).toContainEqual(expect.objectContaining({ odd: 'the function threw: what?' }))
    // What was booked behind an answer that nobody understood is unknown, and no lie.
    expect(violated(result)).toEqual(new Set())
  })

  test('in TypeScript asks for a Node that runs it', async () => {
    const contract = written('gigs.ts', 'export default {}\n')
    const ended = await run({ url: 'http://127.0.0.1:9', contract, env: {} })
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
    const runsTypeScript = major > 22 || (major === 22 && minor >= 18)
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(ended.stderr).toContain(
      runsTypeScript
        ? `${contract}: name is missing`
        : `${contract}: it cannot be loaded: this Node (${process.version}) runs no TypeScript; allowed is JavaScript, or Node 22.18 and later`,
    )
  })
})

test('who is turned away before the gate is recorded, and the round goes on', async () => {
  const change = (contract: Document) => {
    const answers = contract.getIn(['book'])
    contract.set('book', [{ request: 'GET /gigs/0', answers: [{ status: 404, is: 'rejected' }] }, answers])
  }
  const { result, ended } = await play(await open('gigs', 'correct', { change }), {
    flags: [...crowd, '--record', 'record.ndjson'],
  })
  expect(violated(result)).toEqual(new Set())
  expect(ended).toMatchObject({ code: 3 })
  expect(result.rounds[0]?.outcomes).toMatchObject({ rejected: users, booked: 0 })
  expect(result.rounds[0]?.durationMs).toBe(0)
  const judged = await place.run(['judge', 'record.ndjson', '-o', 'judged.json'])
  expect(judged.stderr).not.toContain('defect')
  expect(violated(readResult(readFileSync(place.path('judged.json'), 'utf8')))).toEqual(new Set())
})

describe('the environment', () => {
  test('that lacks a variable is told of, with the line', async () => {
    const { url, contract } = await open('theatre', 'correct')
    const line =
      readFileSync(contract, 'utf8')
        .split('\n')
        .findIndex((text) => text.includes('${THEATRE_DB}')) + 1
    const ended = await run({ url, contract, env: {} })
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(ended.stderr).toBe(
      `bookload: ${contract}:${line}:10: \${THEATRE_DB} is not in the environment; allowed is a value for it, or \${THEATRE_DB:-a fallback}\n`,
    )
  })

  test('lends secrets that nobody reads anywhere', async () => {
    const secret = 'hush-4f1c9'
    const sale = await open('gigs', 'correct', { args: ['--api-key', secret] })
    const { ended } = await play(sale, {
      flags: [...crowd, '--record', 'record.ndjson'],
      env: { GIGS_API_KEY: secret },
    })
    expect(ended).toMatchObject({ code: 0 })
    for (const text of [
      ended.stdout,
      ended.stderr,
      readFileSync(place.path('result.json'), 'utf8'),
      readFileSync(place.path('record.ndjson'), 'utf8'),
    ]) {
      expect(text).not.toContain(secret)
    }
  })

  test('lends a secret that is wrong, which is told without telling it', async () => {
    const sale = await open('gigs', 'correct', { args: ['--api-key', 'right'] })
    const ended = await run(sale, { env: { GIGS_API_KEY: 'hush-4f1c9' } })
    expect(ended).toMatchObject({ code: 3 })
    expect(ended.stderr).toContain(`answered 401: admin in ${sale.contract} is not what it expects`)
    expect(ended.stdout + ended.stderr).not.toContain('hush-4f1c9')
  })
})

test('a command behind -- starts the target of a contract, and it is gone afterwards', async () => {
  const port = await freePort()
  const server = join(import.meta.dirname, '../targets/gigs/server.js')
  const played = ['run', 'quick', ...crowd, '--contract', sourceOf('gigs'), '--target', `http://127.0.0.1:${port}/api`]
  const started = [process.execPath, server, '--port', `${port}`, '--variant', 'correct']
  const ended = await place.run([...played, '-o', 'result.json', '--', ...started])
  expect(ended).toMatchObject({ code: 0 })
  const result = readResult(readFileSync(place.path('result.json'), 'utf8'))
  expect(result.rounds[0]?.outcomes.booked).toBe(capacity)
  await expect(fetch(`http://127.0.0.1:${port}/api/gigs/1`)).rejects.toThrow('fetch failed')
  expect(place.leftovers()).toEqual([])
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  server.close()
  await once(server, 'close')
  return address.port
}
