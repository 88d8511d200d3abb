import { describe, expect, test } from 'vitest'
import { versionMistake, type ToldVersions } from '../../src/check/mismatches.ts'

/** One booking, of which the event, the ledger and the answer tell the version. */
const told: ToldVersions = {
  lookPath: ['event', 'look', 'version'],
  before: 4,
  after: 5,
  entry: 5,
  answer: 5,
  answerPath: ['book', 'answers', 0, 'version'],
  mayHold: false,
}

const mistake = (change: Partial<ToldVersions>) => versionMistake({ ...told, ...change })?.sentence ?? null

describe('of a booking by one step', () => {
  test.each([
    ['nothing, where all agree', {}, null],
    ['a look that went too far', { after: 6 }, 'was 4 before the booking and is 6 after it; allowed is 5'],
    ['a look that stayed', { after: 4 }, 'was 4 before the booking and is 4 after it; allowed is 5'],
    ['an entry of another', { entry: 4 }, 'is 4 for the booking, and the event is at version 5'],
    ['an answer of another', { answer: 6 }, 'is 6, and the version that the booking installed is 5'],
    ['an answer, by the look before', { after: null, entry: null, answer: 6 }, 'that the booking installed is 5'],
    ['nothing, where nobody tells', { before: null, after: null, entry: null, answer: null }, null],
  ])('%s', (_, change, sentence) => {
    expect(mistake(change)).toEqual(sentence === null ? null : expect.stringContaining(sentence))
  })
})

describe('where an earlier step may install versions of its own', () => {
  const held = { mayHold: true, after: 7 }

  test.each([
    ['nothing, where the booking is one of those between', { entry: 6, answer: 6 }, null],
    ['nothing, where it is the last of them', { entry: 7, answer: 7 }, null],
    ['nothing, where the ledger tells none', { entry: null, answer: 6 }, null],
    ['nothing, where the answer tells none', { entry: 6, answer: null }, null],
    ['nothing, where nobody could look', { before: null, after: null, entry: 6, answer: 6 }, null],
    [
      'a look that stayed',
      { after: 4, entry: 4, answer: 4 },
      'was 4 before the booking and is 4 after it; allowed is a later one',
    ],
    ['an entry of before', { entry: 4, answer: 4 }, 'is 4 for the booking, and the event went from version 4 to 7'],
    ['an entry of later', { entry: 8, answer: 8 }, 'is 8 for the booking, and the event went from version 4 to 7'],
    ['an entry of before, where nobody looked again', { after: null, entry: 4 }, 'went from version 4 to unknown'],
    [
      'an answer that the ledger contradicts',
      { entry: 6, answer: 7 },
      'is 7, and the version that the booking installed is 6',
    ],
    ['an answer of before', { entry: null, answer: 4 }, 'is 4, and the event went from version 4 to 7'],
  ])('%s', (_, change, sentence) => {
    expect(mistake({ ...held, ...change })).toEqual(sentence === null ? null : expect.stringContaining(sentence))
  })
})
