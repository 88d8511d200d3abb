import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readLines } from '../../src/record/read-lines.ts'

async function fileOf(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bookload-test-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'lines.ndjson')
  await writeFile(path, text)
  return path
}

async function numbered(path: string): Promise<readonly (readonly [number, string, boolean])[]> {
  const found: [number, string, boolean][] = []
  for await (const { lines, firstNumber, areEnded } of readLines(path)) {
    for (const [index, line] of lines.entries()) found.push([firstNumber + index, line, areEnded])
  }
  return found
}

test('lines are numbered from 1, and the last is known not to be ended', async () => {
  expect(await numbered(await fileOf('a\n\nb\nc'))).toEqual([
    [1, 'a', true],
    [2, '', true],
    [3, 'b', true],
    [4, 'c', false],
  ])
  expect(await numbered(await fileOf('a\n'))).toEqual([[1, 'a', true]])
  expect(await numbered(await fileOf(''))).toEqual([])
})

test('a mark of the byte order is no part of the first line', async () => {
  expect(await numbered(await fileOf('\uFEFFa\n\uFEFFb\n'))).toEqual([
    [1, 'a', true],
    [2, '\uFEFFb', true],
  ])
})

test('a file larger than what is read at once comes out as it was, also where a character lies across the edge', async () => {
  const lines = Array.from({ length: 120_000 }, (_, index) => `${index} größer als €`)
  const found = await numbered(await fileOf(`${lines.join('\n')}\n`))
  expect(found.map(([, line]) => line)).toEqual(lines)
  expect(found.at(-1)?.[0]).toBe(lines.length)
})

test('a file without line breaks is refused before it fills the memory', async () => {
  const path = await fileOf(`short\n${'x'.repeat(3_000_000)}`)
  await expect(numbered(path)).rejects.toThrow(`${path}:2: this line has more than 1,048,576 characters`)
})

test('a file that is not there, or is none, is told of in words', async () => {
  await expect(numbered('none.ndjson')).rejects.toThrow('none.ndjson: there is no such file or folder')
  await expect(numbered(tmpdir())).rejects.toThrow('this is a folder; allowed is a file')
})
