import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkReportSchema, type CheckReport } from '../../src/report/check-report.ts'
import { textWidth } from '../../src/report/text-width.ts'
import { startTarget, type TargetName } from '../targets/start-target.ts'
import { Workplace, type Ended } from './bookload.ts'

let place: Workplace
beforeEach(() => {
  place = new Workplace()
})
afterEach(() => place.dispose())

const paths: Readonly<Record<TargetName, string>> = { gigs: '/api', vinyl: '', theatre: '' }
const contractOf = (name: TargetName): string =>
  readFileSync(join(import.meta.dirname, '../targets', name, 'contract.yaml'), 'utf8')

interface Checked extends Ended {
  /** Where each complaint says that something stands in the contract. */
  readonly lines: readonly number[]
}

interface Checking {
  readonly contract?: string
  readonly variant?: string
  readonly flags?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
}

async function check(name: TargetName, checking: Checking = {}): Promise<Checked> {
  const { contract = contractOf(name), variant = 'correct', flags = ['--settle', '200ms'], env = {} } = checking
  const { origin, database } = await startTarget(name, variant)
  writeFileSync(place.path('contract.yaml'), contract)
  const args = ['check', 'contract.yaml', '--target', origin + paths[name], ...flags]
  const ended = await place.run(args, { THEATRE_DB: database, ...env })
  const lines = [...ended.stderr.matchAll(/^bookload: contract\.yaml:(\d+):\d+: \S/gm)].map(([, line]) => Number(line))
  return { ...ended, lines }
}

const reportIn = ({ stdout }: Ended): CheckReport => checkReportSchema.parse(JSON.parse(stdout))

/** A contract that is wrong in one place, and the line of that place. */
function wrong(name: TargetName, right: string, instead: string): { contract: string; line: number } {
  const text = contractOf(name)
  const parts = text.split(right)
  if (parts.length !== 2) throw new Error(`${right} stands in ${name} ${parts.length - 1} times`)
  return { contract: parts.join(instead), line: (parts[0] ?? '').split('\n').length }
}

/** What a line that is not wrong about the place says, in place of `text`. */
const lineOf = (contract: string, text: string): number =>
  contract.split('\n').findIndex((line) => line.includes(text)) + 1

describe('a contract that fits', () => {
  test('gigs: every step is shown, and what each came to', async () => {
    const { code, stdout, stderr } = await check('gigs', { flags: [] })
    expect([code, stderr]).toEqual([0, ''])
    const titles = stdout.split('\n').filter((line) => /^[a-z]/.test(line))
    expect(titles.map((line) => line.split('  ')[0])).toEqual([
      'gigs',
      'account',
      'sign-in',
      'event',
      'look',
      'booking',
      'ledger',
      'counter',
      'the same key again',
      'cancellation',
      'ledger again',
      'counter again',
      'what the judge will see',
    ])
    expect(stdout).toContain(
      '  > POST /api/gigs/1/orders\n  > content-type: application/json\n  > authorization: Bearer ***\n',
    )
    expect(stdout).toContain('  >   "title": "bookload-check",\n  >   "capacity": 7\n')
    expect(stdout).toContain('  < 201\n  < content-type: application/json\n')
    for (const remark of [
      'captured id = 1',
      'captured token = ***',
      '7 seats left of 7 · no version',
      'book.answers[0] fits: booked',
      'booked · reference G-00001 · 1 seat · no version',
      '6 seats left',
      'the same booking again',
      'cancelled · no version',
      '7 seats left',
    ]) {
      expect(stdout).toContain(`  ✓  ${remark}\n`)
    }
    expect(stdout).toMatch(/✓ {2}1 entry: booked G-00001, 1 seat, account 1, key \w+-0-0-0\n/)
    expect(stdout).toContain('what the judge will see  ledger · a run can be held\n')
    expect(stdout).toMatch(/\nNext: {2}bookload run quick --contract contract\.yaml --target http:\S+\/api\n$/)
  })

  test('gigs: what is decided later is found in the ledger', async () => {
    const { code, stdout } = await check('gigs', { variant: 'queued', flags: [] })
    expect(code).toBe(0)
    expect(stdout).toContain('  ✓  accepted · to be decided later\n')
    expect(stdout).toMatch(/1 entry: booked G-00001/)
    expect(stdout).toContain('  ✓  the same booking again\n')
  })

  test('vinyl: the steps of a booking are told apart, and versions are seen', async () => {
    const { code, stdout, stderr } = await check('vinyl')
    expect([code, stderr]).toEqual([0, ''])
    for (const step of ['book[0] cart', 'book[1] line', 'book[2] payment', 'book[3] checkout']) {
      expect(stdout).toContain(`  ${step}\n`)
    }
    expect(stdout).toContain('  ✓  booked · reference VIN-1001 · 1 seat · version 2\n')
    expect(stdout).toContain('  ✓  1 entry: booked VIN-1001, 1 seat, account 1, version 2, 6 left\n')
    expect(stdout).toContain('what the judge will see  versions · a run can be held\n')
    expect(stdout).toMatch(/cannot rule +the contract has no cancel: returned-once, ownership\n/)
    expect(stdout).toMatch(/cannot rule +no booking carries \{\{key\}\}: one-effect-per-key,\n/)
    expect(stdout).not.toContain('ledger.pages.next')
  })

  test('vinyl: what is held in a cart may install a version of its own', async () => {
    const contract = contractOf('vinyl').replaceAll(/^ +holds: false\n/gm, '')
    const { code, stdout, stderr } = await check('vinyl', { variant: 'held', contract })
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('  ✓  1 entry: booked VIN-1001, 1 seat, account 1, version 3, 6 left\n')
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /accuses? only no version was installed twice, .* of its own: version-chain/,
    )
  })

  test('vinyl: a way to the next page that is not there may be a mistake, or the last page', async () => {
    const { contract } = wrong('vinyl', 'next: $.data.orders.pageInfo.endCursor', 'next: $.data.orders.endCursor')
    const { code, stdout, stderr } = await check('vinyl', { contract })
    expect([code, stderr]).toEqual([0, ''])
    const said = stdout.replaceAll(/\s+/g, ' ')
    expect(said).toContain(
      '✓ ledger.pages.next: $.data.orders.endCursor is not there: either this is the last page, or it is called something else',
    )
  })

  test('theatre: pages, forms, cookies and a database', async () => {
    const { code, stdout, stderr } = await check('theatre')
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('  < set-cookie: sid=***; HttpOnly; Path=/\n')
    expect(stdout).toContain('  > authorization: Basic ***\n')
    expect(stdout).toMatch(/booked · reference TH-\w{6} · no seats told · no version\n/)
    expect(stdout).toMatch(/ {2}ledger\.sql\n {2}> SELECT ref/)
    expect(stdout).toContain('  > with "1"\n  < 1 row\n')
    expect(stdout).toMatch(/1 entry: booked TH-\w{6}, 1 seat, account check-\w+-1@example\.test\n/)
  })

  test('as JSON, all of it is there, and nothing else', async () => {
    const ended = await check('vinyl', { flags: ['--json'] })
    const report = reportIn(ended)
    expect([ended.code, ended.stderr]).toEqual([0, ''])
    expect(report).toMatchObject({ name: 'vinyl', findings: [], failure: null, partial: false })
    expect(report.stages.map(({ title }) => title)).toEqual([
      'account',
      'event',
      'look',
      'booking',
      'ledger',
      'counter',
    ])
    expect(report.stages.find(({ title }) => title === 'booking')?.calls).toHaveLength(4)
    expect(report.reach?.rules).toHaveLength(23)
  })
})

describe('what is secret', () => {
  test('of the environment, of accounts and of sessions is in no output', async () => {
    const { origin, database } = await startTarget('theatre', 'correct', ['--office-password', 'hush-office'])
    const args = ['check', join(import.meta.dirname, '../targets/theatre/contract.yaml'), '--target', origin]
    const env = { THEATRE_DB: database, THEATRE_OFFICE_PASSWORD: 'hush-office' }
    for (const flags of [[], ['--json']]) {
      const { code, stdout, stderr } = await place.run([...args, ...flags], env)
      expect(code).toBe(0)
      for (const secret of [
        'hush-office',
        Buffer.from('office:hush-office').toString('base64'),
        database,
        'secret-1',
      ]) {
        expect(stdout + stderr).not.toContain(secret)
      }
      // Session ids and form tokens are 24 characters of Base64; of nothing else is there so long a word.
      expect(stdout).not.toMatch(/(?:sid=|csrf=|value=\\?")[\w-]{20}/)
    }
  })

  test('is in no complaint, even where a contract does not capture it', async () => {
    const { contract } = wrong('gigs', 'token: $.session.token', 'token: $.session.tokn')
    for (const flags of [[], ['--json']]) {
      const { code, stdout, stderr } = await check('gigs', { contract, flags })
      expect(code).toBe(2)
      expect(stdout).toMatch(/"token(?:\\)?": (?:\\)?"\*\*\*/)
      expect(stdout + stderr).not.toMatch(/[0-9a-f]{32}/)
    }
  })

  test('on the command line is not repeated in what comes next', async () => {
    const { contract } = wrong('gigs', 'GIGS_API_KEY:-gigs-admin', 'BOOKLOAD_ADMIN_TOKEN')
    const { code, stdout } = await check('gigs', { contract, flags: ['--admin-token', 'gigs-admin'] })
    expect(code).toBe(0)
    expect(stdout).toMatch(/ --admin-token \*\*\*\n$/)
    expect(stdout).not.toContain('gigs-admin')
  })
})

describe('what is wrong is one sentence with its line', () => {
  const reference = ['reference: $.order.number', 'reference: $.order.numbr'] as const

  test.each<[string, TargetName, string, string, RegExp]>([
    [
      'the reference of a booking',
      'gigs',
      ...reference,
      /book\.answers\[0\]\.reference: \$\.order\.numbr matches nothing in what POST \S+ answered$/,
    ],
    [
      'its seats',
      'gigs',
      'seats: $.order.quantity',
      'seats: $.order.q',
      /book\.answers\[0\]\.seats: \$\.order\.q matches nothing/,
    ],
    [
      'its seats, as a word',
      'gigs',
      'seats: $.order.quantity',
      'seats: $.order.number',
      /seats: "G-00001" stands there, and allowed is a whole number$/,
    ],
    [
      'its version',
      'vinyl',
      'version: $.data.checkout.revision',
      'version: $.data.rev',
      /book\[3\]\.answers\[0\]\.version: \$\.data\.rev matches nothing/,
    ],
    [
      'what an account captures',
      'gigs',
      'id: $.customer.id',
      'id: $.customer.uid',
      /users\.create\.capture\.id: \$\.customer\.uid matches nothing/,
    ],
    [
      'what a sign-in captures',
      'gigs',
      'token: $.session.token',
      'token: $.token',
      /users\.signIn\.capture\.token: \$\.token matches nothing/,
    ],
    [
      'what an event captures',
      'theatre',
      "'^/shows/(\\d+)$'",
      "'^/show/(\\d+)$'",
      /event\.create\.capture\.id: the header location \(\^\/show\/\(\\d\+\)\$\) matches nothing/,
    ],
    [
      'what a step of a booking captures',
      'vinyl',
      'cart: $.data.createCart.id',
      'cart: $.data.cart',
      /book\[0\]\.capture\.cart: \$\.data\.cart matches nothing/,
    ],
    [
      'what a look shows',
      'gigs',
      'available: $.gig.remaining',
      'available: $.gig.left',
      /event\.look\.available: \$\.gig\.left matches nothing/,
    ],
    ['a pattern in a page', 'theatre', 'id="left">', 'id="rest">', /event\.look\.available: the pattern id="rest">/],
    [
      'the version of a look',
      'vinyl',
      'version: $.data.release.revision',
      'version: $.data.release.stock',
      /event\.look\.version was 7 before the booking and is 6 after it; allowed is 8$/,
    ],
    [
      'a counter that does not move',
      'gigs',
      'available: $.gig.remaining',
      'available: $.gig.capacity',
      /event\.look\.available: 7 seats were left before, and 7 when 1 seat was booked; allowed is 6$/,
    ],
    [
      'the list of a ledger',
      'gigs',
      'entries: $.orders[*]',
      'entries: $.list[*]',
      /ledger\.entries: \$\.list\[\*\] matches nothing/,
    ],
    [
      'a reference that the ledger has otherwise',
      'gigs',
      'reference: $.number',
      'reference: $.customer_id',
      /ledger\.reference: G-00001, which was booked, is in no row of the ledger after 0\.2 s; it has 1$/,
    ],
    [
      'a reference that the ledger has not',
      'theatre',
      'reference: $.ref',
      'reference: $.state_of',
      /ledger\.reference is missing in a row of the ledger/,
    ],
    [
      'seats of another type',
      'gigs',
      'seats: $.quantity',
      'seats: $.status',
      /ledger\.seats is "paid" in a row of the ledger; allowed is a whole number$/,
    ],
    [
      'seats that nobody asked for',
      'gigs',
      'seats: $.quantity',
      'seats: 2',
      /ledger\.seats says 2 seats for G-00001, and 1 seat was asked for$/,
    ],
    [
      'whose a row is',
      'gigs',
      'user: $.customer_id',
      'user: $.number',
      /ledger\.user names the account of G-00001 "G-00001", and users\.id "1"; allowed is one name for both$/,
    ],
    [
      'the key of a row',
      'gigs',
      'key: $.request_id',
      'key: $.req',
      /ledger\.key: \$\.req matches nothing in the row of G-00001$/,
    ],
    [
      'another key of a row',
      'gigs',
      'key: $.request_id',
      'key: $.number',
      /ledger\.key says "G-00001" for G-00001, and its request carried "\w+-0-0-0"$/,
    ],
    [
      'when a row was written',
      'gigs',
      'at: $.created_at',
      'at: $.created',
      /ledger\.at: \$\.created matches nothing in the row of G-00001$/,
    ],
    [
      'a word for a row',
      'gigs',
      'cancelled: returned',
      'refunded: returned',
      /ledger\.kind is "cancelled" in a row of the ledger; allowed is one of paid, refunded$/,
    ],
    [
      'a cancellation that the ledger does not tell',
      'gigs',
      'cancelled: returned',
      'cancelled: booked',
      /ledger\.kind: G-00001 was cancelled, and the ledger still has it as booked/,
    ],
  ])('%s', async (_, name, right, instead, sentence) => {
    const { contract, line } = wrong(name, right, instead)
    const { code, stdout, stderr, lines } = await check(name, { contract })
    expect(code).toBe(2)
    expect(lines).toEqual([line])
    expect(stderr.trimEnd()).toMatch(sentence)
    expect(stdout).toMatch(/^ {2}✗ {2}\S/m)
    expect(stdout).not.toContain('what the judge will see')
    expect(stdout).not.toContain('Next:')
  })

  test('a booking that no rule takes for one: the rules that were tried are told', async () => {
    const { contract } = wrong('gigs', 'status: [200, 201]', 'status: 299')
    const { code, stderr, lines } = await check('gigs', { contract })
    expect(code).toBe(2)
    expect(lines).toEqual([lineOf(contract, 'status: 299')])
    expect(stderr).toMatch(
      /: POST \/api\/gigs\/1\/orders was answered 201, which no rule of book\.answers takes for booked; tried were booked \(wants status 299\), accepted \(wants status 202\), .*rejected \(wants status 4xx\)\n$/,
    )
  })

  test('a booking that another rule takes for something else', async () => {
    const { contract, line } = wrong('gigs', '- { status: 202, is: accepted }', '- { status: 201, is: soldOut }')
    const { stderr, lines } = await check('gigs', { contract: contract.replace('[200, 201]', '200') })
    expect(lines).toEqual([line])
    expect(stderr).toMatch(
      /which book\.answers\[1\] takes for soldOut and not for booked; tried before it were booked \(wants status 200\)\n$/,
    )
  })

  test('a cancellation that is not recognised', async () => {
    const { contract, line } = wrong('gigs', 'status: 204', 'status: 205')
    const { code, stderr, lines } = await check('gigs', { contract })
    expect(code).toBe(2)
    expect(lines).toEqual([line])
    expect(stderr).toMatch(/DELETE \S+ was answered 204, which no rule of cancel\.answers takes for cancelled/)
  })

  test('several: all requests are shown first, and each is told with its line', async () => {
    const { contract } = wrong('gigs', 'seats: $.quantity', 'seats: $.q')
    const more = contract
      .replace('user: $.customer_id', 'user: $.owner')
      .replace('capacity: $.gig.capacity', 'capacity: $.gig.size')
      .replace('seats: $.order.quantity', 'seats: $.order.size')
    const { code, stdout, stderr, lines } = await check('gigs', { contract: more })
    expect(code).toBe(2)
    expect(lines).toEqual(['$.gig.size', '$.order.size', '$.q', '$.owner'].map((text) => lineOf(more, text)))
    expect(stderr.trimEnd().split('\n')).toHaveLength(4)
    expect(stdout).toMatch(/^cancellation$/m)
  })

  test('what is asked for must be what is booked', async () => {
    const { contract } = wrong('gigs', "quantity: '{{seats}}'", 'quantity: 2')
    const { stderr, lines } = await check('gigs', { contract })
    expect(lines).toHaveLength(3)
    expect(stderr).toMatch(/book\.answers\[0\]\.seats is 2, and 1 seat was asked for\n/)
    expect(stderr).toMatch(/ledger\.seats says 2 seats for G-00001, and 1 seat was asked for\n/)
    expect(stderr).toMatch(/7 seats were left before, and 5 when 1 seat was booked; allowed is 6\n$/)
  })

  test('what is late is waited for as long as a run would wait', async () => {
    const { contract, line } = wrong('gigs', 'reference: $.number', 'reference: $.customer_id')
    const began = performance.now()
    const { lines, stderr } = await check('gigs', { contract, flags: [] })
    expect(performance.now() - began).toBeGreaterThan(5000)
    expect(lines).toEqual([line])
    expect(stderr).toMatch(/is in no row of the ledger after 5 s; it has 1\n$/)
  })

  test('as JSON, the complaints are in the report, too', async () => {
    const { contract, line } = wrong('gigs', ...reference)
    const ended = await check('gigs', { contract, flags: ['--json'] })
    expect(ended.code).toBe(2)
    expect(reportIn(ended).findings).toMatchObject([
      expect.stringMatching(new RegExp(`^contract\\.yaml:${line}:\\d+: `)),
    ])
  })
})

describe('where nothing can be judged', () => {
  test('a target that is not there is told of', async () => {
    writeFileSync(place.path('contract.yaml'), contractOf('gigs'))
    const { code, stderr } = await place.run(['check', 'contract.yaml', '--target', 'http://127.0.0.1:9'])
    expect([code, stderr]).toEqual([3, 'bookload: http://127.0.0.1:9 cannot be reached: nobody listens there\n'])
  })

  test('a target that refuses is told of, with what was asked before', async () => {
    const { code, stdout, stderr } = await check('gigs', { env: { GIGS_API_KEY: 'not-this-one' } })
    expect(code).toBe(3)
    expect(stderr).toMatch(
      /^bookload: contract\.yaml:23:5: POST \S+\/api\/gigs answered 401: admin in contract\.yaml is not what it expects\n$/,
    )
    expect(stdout).toContain('  < 401\n')
    expect(stdout).not.toContain('not-this-one')
  })

  test('without a ledger no run can be held, and what can accuse is said', async () => {
    const [contract = ''] = contractOf('gigs').split('\nledger:')
    const { code, stdout, stderr } = await check('gigs', { contract: `${contract}\n` })
    expect([code, stderr]).toEqual([3, 'bookload: without a ledger no run can be held\n'])
    expect(stdout).toContain('what the judge will see  counter · no run can be held: it ends with 3 at best\n')
    expect(stdout).toMatch(/accuse only/)
  })

  test('a file that is no contract, and a target that is somebody else’s, are refused before anything is sent', async () => {
    writeFileSync(place.path('contract.yaml'), contractOf('gigs').replace('book:', 'boook:'))
    const misspelt = await place.run(['check', 'contract.yaml'])
    expect(misspelt.code).toBe(2)
    expect(misspelt.stderr).toMatch(/^bookload: contract\.yaml:\d+:\d+: boook is not a field/)
    writeFileSync(place.path('contract.yaml'), contractOf('gigs'))
    const foreign = await place.run(['check', 'contract.yaml', '--target', 'http://shop.example'])
    expect(foreign.code).toBe(2)
    expect(foreign.stderr).toMatch(/shop\.example is not this machine; .*--yes-i-own shop\.example\n$/)
    const stray = await place.run(['check', 'contract.yaml', 'again'])
    expect(stray.stderr).toMatch(/again: too many arguments; allowed is one contract/)
    const library = await place.run(['check', join(import.meta.dirname, '../../scenarios/quick.yaml')])
    expect(library.stderr).toMatch(/target is missing; allowed is a contract, or a scenario that names its target\n$/)
  })
})

describe('what is checked', () => {
  test('may be a scenario, which is then what to run next', async () => {
    const { origin } = await startTarget('gigs', 'correct')
    writeFileSync(place.path('gigs.yaml'), contractOf('gigs'))
    const scenario =
      'name: mine\ndescription: mine\nusers: 2\ntarget: gigs.yaml\nrounds: [{ name: a, capacity: 1, seats: 1 }]\n'
    writeFileSync(place.path('mine.yaml'), scenario)
    const { code, stdout } = await place.run(['check', 'mine.yaml', '--target', `${origin}/api`])
    expect(code).toBe(0)
    expect(stdout).toMatch(/\nNext: {2}bookload run mine\.yaml --target \S+\n$/)
  })

  test('may be an account that is brought along: the first row, once all are checked', async () => {
    const { origin } = await startTarget('gigs', 'correct')
    const send = (path: string, body: object) =>
      fetch(`${origin}/api${path}`, { method: 'POST', body: JSON.stringify(body) })
    for (const email of ['ana@example.test', 'ben@example.test'])
      await send('/customers', { email, password: 'hush-1' })
    const flags = ['--target', `${origin}/api`, '--users-file', 'users.csv']
    writeFileSync(place.path('contract.yaml'), contractOf('gigs'))
    writeFileSync(place.path('users.csv'), 'id,email,password\n1,ana@example.test,hush-1\n2,ben@example.test,hush-1\n')
    const { code, stdout } = await place.run(['check', 'contract.yaml', ...flags])
    expect(code).toBe(0)
    expect(stdout).toContain('  ✓  the first row of users.csv\n')
    expect(stdout).toMatch(/account 1, key/)
    expect(stdout).not.toContain('hush-1')
    expect(stdout).toMatch(/ --users-file users\.csv\n$/)
    writeFileSync(place.path('users.csv'), 'email\nana@example.test\n')
    const lacking = await place.run(['check', 'contract.yaml', ...flags])
    expect([lacking.code, lacking.stdout]).toEqual([2, ''])
    expect(lacking.stderr).toMatch(/^bookload: users\.csv: row 1: id is missing or empty/)
  })
})

describe('on paper', () => {
  test('there is no colour, unless it is asked for, and NO_COLOR has the last word', async () => {
    const piped = await check('gigs')
    expect(stripVTControlCharacters(piped.stdout)).toBe(piped.stdout)
    const painted = await check('gigs', { env: { FORCE_COLOR: '1' } })
    expect(stripVTControlCharacters(painted.stdout)).not.toBe(painted.stdout)
    const plain = await check('gigs', { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })
    expect(stripVTControlCharacters(plain.stdout)).toBe(plain.stdout)
  })

  test('a narrow one is kept to, but for the command to copy', async () => {
    const { code, stdout } = await check('theatre', { env: { COLUMNS: '60' } })
    expect(code).toBe(0)
    const [report = ''] = stdout.split('\nNext:')
    for (const line of report.split('\n')) expect(textWidth(line)).toBeLessThanOrEqual(60)
  })
})
