import { execFile, execFileSync } from 'node:child_process'
import {
  chmodSync,
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
import { promisify } from 'node:util'
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

  test('a read-only file is left alone, also by who may write everywhere, and also by a link', async () => {
    writeFileSync(join(folder, 'kept.json'), 'kept')
    symlinkSync('kept.json', join(folder, 'link.json'))
    await expect(checkWritable(join(folder, 'kept.json'))).resolves.toBeUndefined()
    chmodSync(join(folder, 'kept.json'), 0o444)
    for (const name of ['kept.json', 'link.json'])
      await expect(checkWritable(join(folder, name))).rejects.toThrow(
        /^.*\.json: it cannot be written: this file is read-only$/,
      )
  })

  describe('without privileges', () => {
    /** Two folders, one of which nobody may write to, with the same in each, and a link to the file of the other. */
    beforeEach(() => {
      chmodSync(folder, 0o755)
      for (const name of ['open', 'closed']) {
        mkdirSync(join(folder, name))
        writeFileSync(join(folder, name, 'file'), '')
        chmodSync(join(folder, name, 'file'), 0o666)
        makePipe(join(folder, name, 'pipe'), '666')
        makePipe(join(folder, name, 'deaf-pipe'), '444')
      }
      symlinkSync('../closed/file', join(folder, 'open', 'link'))
      symlinkSync('../open/file', join(folder, 'closed', 'link'))
      chmodSync(join(folder, 'open'), 0o777)
      chmodSync(join(folder, 'closed'), 0o555)
    })
    afterEach(() => chmodSync(join(folder, 'closed'), 0o755))

    const makePipe = (path: string, mode: string) => execFileSync('sh', ['-c', 'mkfifo -m "$0" "$1"', mode, path])

    /** @returns what stands in the way, or null */
    async function complaintAbout(path: string): Promise<string | null> {
      const program = join(import.meta.dirname, 'check-unprivileged.js')
      const { stdout } = await promisify(execFile)(process.execPath, [program, path])
      const complaint: string | null = JSON.parse(stdout)
      return complaint === null ? null : complaint.replace(`${path}: it cannot be written: `, '')
    }

    test.each([
      ['a new file needs a folder that may be written to', { open: null, closed: 'permission denied' }, 'new'],
      ['so does a file that would be replaced', { open: null, closed: 'permission denied' }, 'file'],
      ['where a link lies is of no matter, but where it leads', { open: 'permission denied', closed: null }, 'link'],
      ['a pipe may lie anywhere', { open: null, closed: null }, 'pipe'],
      ['but must take what is written', { open: 'permission denied', closed: 'permission denied' }, 'deaf-pipe'],
    ])('%s', async (_, complaints, name) => {
      expect({
        open: await complaintAbout(join(folder, 'open', name)),
        closed: await complaintAbout(join(folder, 'closed', name)),
      }).toEqual(complaints)
    })

    test('a device may be written to, although its folder may not', async () => {
      expect(await complaintAbout('/dev/new')).toBe('permission denied')
      expect(await complaintAbout('/dev/full')).toBeNull()
    })

    test('a read-only file is said to be just that', async () => {
      chmodSync(join(folder, 'open', 'file'), 0o444)
      expect(await complaintAbout(join(folder, 'open', 'file'))).toBe('this file is read-only')
    })
  })
})
