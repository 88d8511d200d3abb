import { mkdirSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Workplace } from './bookload.ts'

let place: Workplace
beforeEach(() => {
  place = new Workplace()
})
afterEach(() => place.dispose())

const aWholeNumber = /whole number from 1 to 100,000/

describe('a wrong command line is exit 2 and a sentence, without a stack and without output', () => {
  test.each<[string, string[], RegExp]>([
    ['an unknown command', ['rum'], /unknown command 'rum'.*\(Did you mean run\?\)/s],
    ['an unknown flag', ['run', 'quick', '--user', '5'], /unknown option '--user'.*\(Did you mean --users\?\)/s],
    ['an unknown scenario', ['run', 'real-user'], /there is no scenario "real-user" \(did you mean "real-users"\?\)/],
    ['a scenario file that is not there', ['run', './sale.yaml'], /\.\/sale\.yaml: there is no such file/],
    ['no scenario', ['run'], /missing required argument 'scenario'/],
    ['a negative number', ['run', 'quick', '--users', '-5'], aWholeNumber],
    ['a word for a number', ['run', 'quick', '--users', 'abc'], aWholeNumber],
    ['a fraction', ['run', 'quick', '--users', '1.5'], aWholeNumber],
    ['zero', ['run', 'quick', '--users', '0'], aWholeNumber],
    ['too many', ['run', 'quick', '--users', '100001'], aWholeNumber],
    ['nothing', ['run', 'quick', '--users', ''], aWholeNumber],
    [
      'an unknown strategy',
      ['run', 'quick', '--strategy', 'hopeful'],
      /Allowed choices are optimistic, pessimistic, atomic, naive/,
    ],
    ['an unknown policy', ['run', 'quick', '--retry', 'never'], /Allowed choices are none, immediate, fixed, backoff/],
    ['a duration without a unit', ['run', 'quick', '--processing', '5'], /duration such as 5ms/],
    ['an unreadable limit', ['run', 'quick', '--rate-limit', '5/x'], /Allowed is off, a number of requests a minute/],
    ['an expectation with a typo', ['run', 'quick', '--expect', 'winers == 1'], /--expect: .*did you mean "winners"/],
    ['more seats than there are', ['run', 'quick', '--seats', '6'], /everyone would want 6 of 5 seats/],
    ['an address that is none', ['run', 'quick', '--target', 'localhost'], /address of a booking API/],
    [
      'a strategy for a target',
      ['run', 'quick', '--target', 'http://127.0.0.1:1', '--strategy', 'naive'],
      /--strategy shapes the embedded server/,
    ],
    [
      'a target elsewhere',
      ['run', 'quick', '--target', 'https://shop.example/api'],
      /^bookload: --target: shop\.example is not this machine; allowed is a target on localhost, or on a host that is yours to load: --yes-i-own shop\.example\n$/,
    ],
    [
      'a server elsewhere',
      ['seed', '--users', '3', '--out', 'users.csv', '--target', 'http://192.0.2.1'],
      /--target: 192\.0\.2\.1 is not this machine/,
    ],
    [
      'an owner of something else',
      ['run', 'quick', '--target', 'http://192.0.2.1', '--yes-i-own', 'shop.example'],
      /--yes-i-own is shop\.example, and the target is on 192\.0\.2\.1; allowed is the host of the target/,
    ],
    ['an owner of nothing', ['run', 'quick', '--yes-i-own', 'shop.example'], /--yes-i-own .* needs a --target/],
    [
      'too many users for a target elsewhere',
      ['run', 'quick', '-u', '11k', '--target', 'http://192.0.2.1', '--yes-i-own', '192.0.2.1'],
      /192\.0\.2\.1 is not this machine, and has to do with 11,000 users; allowed are at most 10,000 elsewhere/,
    ],
    [
      'a target elsewhere for too long',
      [
        'run',
        'quick',
        '--arrivals',
        'loop:4m',
        '--repeat',
        '3',
        '--target',
        'http://192.0.2.1',
        '--yes-i-own',
        '192.0.2.1',
      ],
      /users keep coming for 12 minutes in all; allowed are at most 10 elsewhere/,
    ],
    [
      'a control of the naive strategy itself',
      ['run', 'quick', '--strategy', 'naive', '--control'],
      /^bookload: --control plays the run again with the strategy naive, and this run books with naive itself; allowed is any other strategy, or no --control\n$/,
    ],
    ['reuse without a file', ['run', 'quick', '--reuse-users'], /--reuse-users needs a --users-file/],
    [
      'a users file that is not there',
      ['run', 'quick', '--users-file', 'none.csv'],
      /none\.csv: there is no such file/,
    ],
    ['an output in no folder', ['run', 'quick', '-o', 'none/result.json'], /none\/result\.json: it cannot be written/],
    ['a result that is not there', ['compare', 'a.json', 'b.json'], /a\.json: there is no such file/],
    [
      'a users file of another kind',
      ['seed', '--users', '3', '--out', 'users.txt'],
      /ends in \.csv, \.json or \.ndjson/,
    ],
    ['no scenario to show', ['scenarios', 'show'], /^bookload: missing required argument 'scenario'/],
    ['too much', ['scenarios', 'list', 'all'], /^bookload: too many arguments/],
    ['seeding nobody', ['seed', '--out', 'users.csv'], /required option '-u, --users <n>'/],
    [
      'a prefix with a space',
      ['seed', '--users', '3', '--out', 'u.csv', '--prefix', 'a b'],
      /letters, digits and hyphens/,
    ],
    ['an admin token for nobody', ['run', 'quick', '--admin-token', 'x'], /--admin-token needs a --target/],
    ['a port out of range', ['serve', '--port', '70000'], /whole number from 0 to 65,535/],
    ['a scenario of another kind', ['init', 'sale.txt'], /ends in \.yaml/],
  ])('%s', async (_, args, complaint) => {
    const { code, stdout, stderr } = await place.run(args)
    expect(stderr).toMatch(complaint)
    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(place.leftovers()).toEqual([])
  })

  test('an output that is a folder', async () => {
    mkdirSync(place.path('results'))
    const { code, stderr } = await place.run(['run', 'quick', '-o', 'results'])
    expect([code, stderr]).toEqual([2, expect.stringMatching(/results: it cannot be written: this is a folder/)])
  })
})

describe('a database that cannot be used is exit 2, with its name', () => {
  test.each([['run', 'quick'], ['serve']])('%s', async (...command) => {
    writeFileSync(place.path('notes.db'), 'not a database, '.repeat(100))
    const { code, stdout, stderr } = await place.run([...command, '--db', 'notes.db'])
    expect(stderr).toBe('bookload: notes.db cannot be used as a database: file is not a database\n')
    expect([code, stdout]).toEqual([2, ''])
  })
})

describe('a wrong scenario file is exit 2, with the file, the line and the field', () => {
  test.each([
    ['broken YAML', 'name: [sale', /^bookload: sale\.yaml:\d+:\d+: this is not valid YAML/],
    [
      'a field out of range',
      'name: sale\ndescription: a sale\nusers: 10\nrounds:\n  - { name: a, capacity: 0, seats: 1 }\n',
      /^bookload: sale\.yaml:5:26: rounds\[0\]\.capacity is 0; allowed is a whole number from 1 to 1,000,000$/m,
    ],
  ])('%s', async (_, text, complaint) => {
    writeFileSync(place.path('sale.yaml'), text)
    const { code, stdout, stderr } = await place.run(['run', 'sale.yaml'])
    expect(stderr).toMatch(complaint)
    expect([code, stdout]).toEqual([2, ''])
  })
})

describe('a target that cannot be played is exit 3', () => {
  test('nobody listens there', async () => {
    const { code, stdout, stderr } = await place.run([
      'run',
      'quick',
      '--target',
      'http://127.0.0.1:9/api/v1',
      '--admin-token',
      'x',
    ])
    expect(stderr).toMatch(/http:\/\/127\.0\.0\.1:9\/api\/v1 cannot be reached: nobody listens there/)
    expect([code, stdout]).toEqual([3, ''])
  })
})

test('--help tells the exit codes and costs no work', async () => {
  const { code, stdout, stderr } = await place.run(['--help'])
  expect([code, stderr]).toEqual([0, ''])
  for (const word of ['run', 'serve', 'seed', 'scenarios', 'compare', 'init', '130', 'interrupted'])
    expect(stdout).toContain(word)
})

test('--version is the version of the package', async () => {
  expect((await place.run(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
})
