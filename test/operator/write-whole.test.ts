import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { UsageError } from '../../src/operator/errors.ts'
import { checkWritable, writeWhole } from '../../src/operator/write-whole.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bookload-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('writeWhole', () => {
  test('replaces what was there, and leaves nothing beside it', async () => {
    const path = join(folder, 'result.json')
    writeFileSync(path, 'old')
    await writeWhole(path, 'new')
    expect(readFileSync(path, 'utf8')).toBe('new')
    expect(readdirSync(folder)).toEqual(['result.json'])
  })

  test('a link stays a link, and what it leads to is written', async () => {
    writeFileSync(join(folder, 'target.json'), 'old')
    symlinkSync('target.json', join(folder, 'link.json'))
    await writeWhole(join(folder, 'link.json'), 'new')
    expect(readFileSync(join(folder, 'target.json'), 'utf8')).toBe('new')
    expect(lstatSync(join(folder, 'link.json')).isSymbolicLink()).toBe(true)
  })

  test('what is no file is written to, and stays what it is', async () => {
    await writeWhole('/dev/null', 'new')
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true)
  })

  test('where it cannot take its place, what was there stays, and no draft is left', async () => {
    const path = join(folder, 'results')
    mkdirSync(path)
    writeFileSync(join(path, 'kept'), '')
    await expect(writeWhole(path, 'new')).rejects.toThrow(UsageError)
    expect(readdirSync(folder)).toEqual(['results'])
    expect(readdirSync(path)).toEqual(['kept'])
  })
})

describe('checkWritable', () => {
  test('a new file in a folder that is there is fine', async () => {
    await expect(checkWritable(join(folder, 'result.json'))).resolves.toBeUndefined()
    expect(readdirSync(folder)).toEqual([])
  })

  test('a folder that is missing, and a folder in the place of the file, are told apart', async () => {
    await expect(checkWritable(join(folder, 'none', 'result.json'))).rejects.toThrow(/there is no such file or folder/)
    await expect(checkWritable(folder)).rejects.toThrow(/this is a folder/)
  })
})
