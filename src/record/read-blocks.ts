import { createReadStream } from 'node:fs'
import { UsageError } from '../operator/errors.ts'
import { fileComplaint } from '../operator/file-complaint.ts'

/** Some lines of a file, one after the other. */
export interface Block {
  readonly bytes: Buffer
  /** Whether each line of it has its line break. The last line of a file may not, and then it stands alone. */
  readonly areEnded: boolean
}

const chunkBytes = 1 << 20

/** In bytes. No honest line is longer; without a limit, a file without line breaks would fill the memory. */
export const longestLine = 1 << 20

const lineBreak = 0x0a

/** Some editors begin a file with a mark of its byte order. */
const byteOrderMark = Buffer.from('\uFEFF')

/**
 * Reads a file of lines in pieces, so that it need not fit into memory; many lines at a time, since each turn costs. It
 * ends at the first line that is too long, whose beginning stands alone.
 * @throws {UsageError} where it cannot be read
 */
export async function* readBlocks(path: string): AsyncGenerator<Block> {
  let rest = Buffer.alloc(0)
  for await (const chunk of chunksOf(path)) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    const end = bytes.lastIndexOf(lineBreak) + 1
    if (end > 0) yield { bytes: bytes.subarray(0, end), areEnded: true }
    rest = bytes.subarray(end)
    if (rest.length > longestLine) break
  }
  if (rest.length > 0) yield { bytes: rest, areEnded: false }
}

async function* chunksOf(path: string): AsyncGenerator<Buffer<ArrayBuffer>> {
  let isFirst = true
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) {
      yield isFirst ? withoutMark(chunk) : chunk
      isFirst = false
    }
  } catch (error) {
    throw new UsageError(`${path}: ${fileComplaint(error)}`)
  }
}

function withoutMark(bytes: Buffer<ArrayBuffer>): Buffer<ArrayBuffer> {
  const isMarked = bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark)
  return isMarked ? bytes.subarray(byteOrderMark.length) : bytes
}
