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
 * Makes sure, before a long piece of work, that its result can be written.
 * @throws {UsageError} where it could not be
 */
export async function checkWritable(path: string): Promise<void> {
  const existing = await stat(path).catch(() => null)
  if (existing?.isDirectory())
    throw new UsageError(`${path}: it cannot be written: this is a folder; allowed is a file`)
  try {
    // A file is replaced by another one in its folder; what is no file is written to as it is, wherever it lies.
    if (existing === null || existing.isFile()) await access(dirname(path), constants.W_OK)
    if (existing !== null) await access(path, constants.W_OK)
  } catch (error) {
    throw new UsageError(`${path}: it cannot be written: ${fileComplaint(error)}`)
  }
}
