import { createReadStream } from 'node:fs'
import { UsageError } from '../operator/errors.ts'
import { fileComplaint } from '../operator/file-complaint.ts'

/** Some lines of a file, one after the other. */
export interface LineBatch {
  readonly lines: readonly string[]
  /** The number of the first of them, from 1. */
  readonly firstNumber: number
  /** False for what stands behind the last line break: a line that may not be whole. */
  readonly areEnded: boolean
}

const chunkBytes = 1 << 20

/** No honest line is longer; without a limit, a file without line breaks would fill the memory. */
const longestLine = 1 << 20

/**
 * Reads a text file in pieces, so that it need not fit into memory; many lines at a time, since each turn costs.
 * @throws {UsageError} where it cannot be read, or is no file of lines
 */
export async function* readLines(path: string): AsyncGenerator<LineBatch> {
  let rest = ''
  let firstNumber = 1
  for await (const chunk of chunksOf(path)) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > longestLine) throw new UsageError(tooLong(path, firstNumber + lines.length))
    if (lines.length > 0) yield { lines, firstNumber, areEnded: true }
    firstNumber += lines.length
  }
  if (rest !== '') yield { lines: [rest], firstNumber, areEnded: false }
}

async function* chunksOf(path: string): AsyncGenerator<string> {
  const stream = createReadStream(path, { encoding: 'utf8', highWaterMark: chunkBytes })
  let isFirst = true
  try {
    for await (const chunk of stream) {
      const text = String(chunk)
      // Some editors begin a file with a mark of its byte order.
      yield isFirst ? text.replace(/^\uFEFF/, '') : text
      isFirst = false
    }
  } catch (error) {
    throw new UsageError(`${path}: ${fileComplaint(error)}`)
  }
}

const tooLong = (path: string, line: number): string =>
  `${path}:${line}: this line has more than ${longestLine.toLocaleString('en')} characters; allowed is one JSON object a line`
