import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readProposal } from '../target/openapi/checked-proposal.ts'
import { Workplace } from './bookload.ts'

const gigs = join(import.meta.dirname, '../target/openapi/fixtures/gigs.yaml')

let place: Workplace
beforeEach(() => {
  place = new Workplace()
})
afterEach(() => place.dispose())

test('a contract is proposed, with its doubts and the next step', async () => {
  const { code, stdout, stderr } = await place.run(['init', '--from', gigs])
  const lines = stdout.trimEnd().split('\n')
  expect([code, stderr]).toEqual([0, ''])
  expect(lines[0]).toBe('target.yaml is written. Look at what was guessed: 5 doubts:')
  expect(lines.slice(1, -1)).toHaveLength(5)
  expect(lines[1]).toMatch(/^ {2}- GIGS_ADMIN_TOKEN has to be of somebody who may POST \/shows/)
  expect(lines.at(-1)).toBe('Next: bookload check target.yaml')
})

test('what is written is a contract, and leads to its schema', async () => {
  await place.run(['init', '--from', gigs, 'shop.yaml'])
  const yaml = readFileSync(place.path('shop.yaml'), 'utf8')
  expect(yaml).toMatch(/^# yaml-language-server: \$schema=\S+docs\/schema\/contract\.v1\.json\n/)
  expect(readProposal(yaml).definition).toMatchObject({
    name: 'gigs',
    book: { request: 'POST /shows/{{event.id}}/orders' },
  })
})

test('JSON is read as well', async () => {
  const operation = { post: { responses: { 201: { description: 'Booked' } } } }
  writeFileSync(place.path('api.json'), JSON.stringify({ openapi: '3.1.0', paths: { '/bookings': operation } }))
  expect((await place.run(['init', '--from', 'api.json'])).code).toBe(0)
  expect(readProposal(readFileSync(place.path('target.yaml'), 'utf8')).definition).toMatchObject({
    book: { request: 'POST /bookings' },
  })
})

test('nothing is overwritten unless told to', async () => {
  writeFileSync(place.path('target.yaml'), 'mine')
  const refused = await place.run(['init', '--from', gigs])
  expect([refused.code, refused.stdout]).toEqual([2, ''])
  expect(refused.stderr).toMatch(/target\.yaml: it is there already; --force overwrites it/)
  expect(readFileSync(place.path('target.yaml'), 'utf8')).toBe('mine')
  expect((await place.run(['init', '--from', gigs, '--force'])).code).toBe(0)
})

test.each([
  ['a document that is not there', 'none.json', null, /^bookload: none\.json: there is no such file or folder\n$/],
  ['an address', 'https://a.example/openapi.json', null, /^bookload: https:\S+: this is an address; allowed is a file/],
  ['broken JSON', 'a.json', '{ "openapi": "3.1.0",\n  "paths": }{', /^bookload: a\.json:2:\d+: this is not valid YAML/],
  ['broken YAML', 'a.yaml', 'openapi: [3.1.0', /^bookload: a\.yaml:1:\d+: this is not valid YAML/],
  [
    'Swagger 2.0',
    'a.yaml',
    "swagger: '2.0'\n",
    /^bookload: a\.yaml: it is Swagger 2\.0; allowed is OpenAPI 3\.0 or 3\.1/,
  ],
  ['something else', 'a.yaml', 'a: b\n', /^bookload: a\.yaml: it says of no version of OpenAPI/],
  [
    'no booking',
    'a.yaml',
    'openapi: 3.1.0\npaths: {}\n',
    /^bookload: a\.yaml: no operation in it looks like a booking/,
  ],
])('%s is refused in one sentence', async (_, file, content, complaint) => {
  if (content !== null) writeFileSync(place.path(file), content)
  const { code, stdout, stderr } = await place.run(['init', '--from', file])
  expect(stderr).toMatch(complaint)
  expect([code, stdout]).toEqual([2, ''])
})

test('a contract of another kind is refused', async () => {
  const { code, stderr } = await place.run(['init', '--from', gigs, 'target.json'])
  expect([code, stderr]).toEqual([2, 'bookload: target.json: a contract ends in .yaml, not in ".json"\n'])
})
