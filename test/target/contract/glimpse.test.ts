import { expect, test } from 'vitest'
import { glimpseReader } from '../../../src/target/contract/glimpse.ts'
import { readWith } from './answer-with.ts'

const read = readWith({ json: { left: 3, gone: 17, of: 20, at: '4', none: null, text: 'three' } })

test.each([
  [{ available: '$.left' }, {}, { available: 3, version: null }],
  [{ available: '$.left', version: '$.at', capacity: '$.of' }, {}, { available: 3, version: 4, capacity: 20 }],
  [{ sold: '$.gone', capacity: '$.of' }, {}, { available: 3, version: null, capacity: 20 }],
  [{ sold: '$.gone' }, { capacity: 50 }, { available: 33, version: null }],
  [{ sold: '$.gone', capacity: '$.of' }, { capacity: 50 }, { available: 3, version: null, capacity: 20 }],
  [{ sold: '$.gone' }, {}, null],
  [{ sold: '$.none' }, { capacity: 50 }, null],
  [{ available: '$.text' }, { capacity: 50 }, null],
  [{ available: '$.none', sold: '$.gone' }, { capacity: 50 }, null],
  [{}, { capacity: 50 }, null],
  [{ capacity: '$.of' }, {}, null],
])('%j of an event with %j shows %j', (fields, event, glimpse) => {
  expect(glimpseReader(fields)(read, event)).toEqual(glimpse)
})
