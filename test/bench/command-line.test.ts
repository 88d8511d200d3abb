import { describe, expect, test } from 'vitest'
import { UsageError } from '../../src/operator/errors.ts'
import { readCommandLine } from './command-line.ts'

const known = ['spread', 'cpu']
const read = (args: readonly string[], env = {}) => readCommandLine(args, env, known)

test('nothing said means all measures and enough turns for a median', () => {
  expect(read([])).toEqual({ names: [], turns: 7, runs: 50, rounds: 40 })
})

test('measures are named in any number, beside the flags', () => {
  expect(read(['cpu', '--turns', '9', 'spread', '--runs=3', '--rounds', '2'])).toEqual({
    names: ['cpu', 'spread'],
    turns: 9,
    runs: 3,
    rounds: 2,
  })
})

test('the flag outweighs the environment', () => {
  expect(read([], { TURNS: '11' }).turns).toBe(11)
  expect(read(['--turns', '9'], { TURNS: '11' }).turns).toBe(9)
})

describe('what is wrong is said in one sentence', () => {
  test.each([
    [['spraed'], 'no measure is called "spraed"; there are: spread, cpu'],
    [['--turns', '0'], '--turns takes a whole number from 1 to 99999, not "0"'],
    [['--runs', '1.5'], '--runs takes a whole number from 1 to 99999, not "1.5"'],
  ])('%j', (args, message) => {
    expect(() => read(args)).toThrow(new UsageError(message))
  })

  test('also of a flag that there is not', () => {
    expect(() => read(['--turn', '3'])).toThrow(UsageError)
  })
})
