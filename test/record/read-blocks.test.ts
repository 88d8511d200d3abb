import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { longestLine, readBlocks } from '../../src/record/read-blocks.ts'

async function fileOf(text: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bookload-test-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'lines.ndjson')
  await writeFile(path, text)
  return path
}

async function blocksOf(path: string): Promise<readonly (readonly [string, boolean])[]> {
  const found: [string, boolean][] = []
  for await (const { bytes, areEnded } of readBlocks(path)) found.push([bytes.toString(), areEnded])
  return found
}

test('lines come with their breaks, and the last one alone where it has none', async () => {
  expect(await blocksOf(await fileOf('a\n\nb\nc'))).toEqual([
    ['a\n\nb\n', true],
    ['c', false],
  ])
  expect(await blocksOf(await fileOf('a\n'))).toEqual([['a\n', true]])
  expect(await blocksOf(await fileOf(''))).toEqual([])
})

test('a mark of the byte order is no part of the first line', async () => {
  expect(await blocksOf(await fileOf('\uFEFFa\n\uFEFFb\n'))).toEqual([['a\n\uFEFFb\n', true]])
})

test('a file larger than what is read at once comes out as it was, also where a character lies across the edge', async () => {
  const text = Array.from({ length: 120_000 }, (_, index) => `${index} größer als €\n`).join('')
  const found = await blocksOf(await fileOf(text))
  expect(found.length).toBeGreaterThan(1)
  expect(found.every(([block, areEnded]) => areEnded && block.endsWith('\n'))).toBe(true)
  expect(found.map(([block]) => block).join('') === text).toBe(true)
})

test('of a line that is too long, no more is read than shows it', async () => {
  const blocks = await blocksOf(await fileOf(`short\n${'x'.repeat(9_000_000)}`))
  expect(blocks[0]).toEqual(['short\n', true])
  const [beginning = '', areEnded] = blocks[1] ?? []
  expect(areEnded).toBe(false)
  expect(beginning.length).toBeGreaterThan(longestLine)
  expect(beginning.length).toBeLessThan(9_000_000)
})

test('a file that is not there, or is none, is told of in words', async () => {
  await expect(blocksOf('none.ndjson')).rejects.toThrow('none.ndjson: there is no such file or folder')
  await expect(blocksOf(tmpdir())).rejects.toThrow('this is a folder; allowed is a file')
})
