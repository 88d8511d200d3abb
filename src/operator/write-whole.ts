import { access, constants, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { UsageError } from './errors.ts'
import { fileComplaint } from './file-complaint.ts'

/**
 * Writes a text file so that whoever reads it sees all of it or none: beside its place first, then into it.
 * @throws {UsageError} where the place cannot be written to
 */
export async function writeWhole(path: string, text: string, { mode = 0o644 }: { mode?: number } = {}): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`
  try {
    await writeFile(draft, text, { mode })
    await rename(draft, path)
  } catch (error) {
    await rm(draft, { force: true })
    throw new UsageError(`${path}: it cannot be written: ${fileComplaint(error)}`)
  }
}

/**
 * Makes sure, before a long piece of work, that its result can be written.
 * @throws {UsageError} where it could not be
 */
export async function checkWritable(path: string): Promise<void> {
  try {
    await access(dirname(path), constants.W_OK)
  } catch (error) {
    throw new UsageError(`${path}: it cannot be written: ${fileComplaint(error)}`)
  }
  const existing = await stat(path).catch(() => null)
  if (existing?.isDirectory())
    throw new UsageError(`${path}: it cannot be written: this is a folder; allowed is a file`)
}
