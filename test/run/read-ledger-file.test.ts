import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readLedgerFile } from '../../src/run/read-ledger-file.ts'
import { ndjson, temporaryFolder } from './told-round.ts'

async function read(text: string) {
  const folder = temporaryFolder()
  const path = join(folder, 'ledger.json')
  writeFileSync(path, text)
  return readLedgerFile(path).catch((error: unknown) => {
    if (error instanceof Error) error.message = error.message.replaceAll(`${folder}/`, '')
    throw error
  })
}

const entry = { version: 2, kind: 'booked', reference: 'R', userId: 'u0', seats: 1, available: 2, at: 'noon' }
const event = { id: 'e', name: 'e', capacity: 3, available: 2, version: 2, waitlist: false }

test('a ledger is read as the booking API answers it', async () => {
  expect(await read(JSON.stringify({ event, entries: [entry], next: null }, null, 2))).toEqual({
    event,
    entries: [entry],
  })
})

test('a ledger is read an entry a line, with or without its event', async () => {
  expect(await read(ndjson([entry, { ...entry, version: 3 }]))).toEqual({
    event: {},
    entries: [entry, { ...entry, version: 3 }],
  })
  const lines = [
    { type: 'entry', ...entry },
    { type: 'ledger', event: { available: 2 }, closing: { available: 1 } },
  ]
  expect(await read(ndjson(lines))).toEqual({ event: { available: 2 }, closing: { available: 1 }, entries: [entry] })
})

test('fields that another system keeps in its ledger are left aside', async () => {
  const { entries } = await read(JSON.stringify({ entries: [{ ...entry, key: null, colour: 'red' }], total: 1 }))
  expect(entries).toEqual([entry])
})

test.each<[string, string, string | RegExp]>([
  ['an empty file', ' \n', /^ledger\.json: it is empty; allowed is the JSON that GET \/events\/\{id\}\/ledger answers/],
  ['one page of several', JSON.stringify({ event, entries: [], next: 5000 }), /next is 5000; allowed is null: a page/],
  [
    'an entry without a name, in JSON',
    JSON.stringify({ event, entries: [entry, { ...entry, reference: undefined }] }),
    'ledger.json: entries[1].reference is missing; allowed is a text',
  ],
  [
    'an entry without a name, in lines',
    ndjson([entry, { ...entry, reference: undefined }]),
    'ledger.json:2: reference is missing; allowed is a text',
  ],
  ['a line that is no JSON', `${ndjson([entry])}hello\n`, /^ledger\.json:2: this is not valid JSON; allowed is /],
])('%s is refused in one sentence', async (_, text, complaint) => {
  await expect(read(text)).rejects.toThrow(complaint)
})

test('a file that is not there is told of in words', async () => {
  await expect(readLedgerFile('none.json')).rejects.toThrow('none.json: there is no such file or folder')
})
