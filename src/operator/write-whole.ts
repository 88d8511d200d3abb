import { access, constants, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { UsageError } from './errors.ts'
import { fileComplaint } from './file-complaint.ts'

/**
 * Writes a text file so that whoever reads it sees all of it or none: beside its place first, then into it. What is
 * no file, such as a pipe or a device, is written to as it is, and a link leads to what is written.
 * @throws {UsageError} where the place cannot be written to
 */
export async function writeWhole(path: string, text: string, { mode = 0o644 }: { mode?: number } = {}): Promise<void> {
  const place = await realpath(path).catch(() => path)
  const existing = await stat(place).catch(() => null)
  try {
    await (existing && !existing.isFile() ? writeFile(place, text) : replace(place, text, existing?.mode ?? mode))
  } catch (error) {
    throw new UsageError(`${path}: it cannot be written: ${fileComplaint(error)}`)
  }
}

async function replace(place: string, text: string, mode: number): Promise<void> {
  const draft = `${place}.${process.pid}.tmp`
  try {
    await writeFile(draft, text, { mode })
    await rename(draft, place)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

/**
 * Makes sure, before a long piece of work, that its result can be written, be it by `writeWhole` or line by line.
 * @throws {UsageError} where it could not be
 */
export async function checkWritable(path: string): Promise<void> {
  const obstacle = await obstacleAt(path)
  if (obstacle !== null) throw new UsageError(`${path}: it cannot be written: ${obstacle}`)
}

/** What is in the way of writing there, in words, or null. */
async function obstacleAt(path: string): Promise<string | null> {
  const place = await realpath(path).catch(() => path)
  const existing = await stat(place).catch(() => null)
  if (existing?.isDirectory()) return 'this is a folder; allowed is a file'
  // By its mode, since neither a superuser nor a new file in its place would be stopped by it.
  if (existing?.isFile() && (existing.mode & anybodyWrites) === 0) return 'this file is read-only'
  try {
    // A file may be replaced by another one in its folder; what is no file is written to as it is, wherever it lies.
    if (existing === null || existing.isFile()) await access(dirname(place), constants.W_OK)
    if (existing !== null) await access(place, constants.W_OK)
    return null
  } catch (error) {
    return fileComplaint(error)
  }
}

const anybodyWrites = constants.S_IWUSR | constants.S_IWGRP | constants.S_IWOTH
