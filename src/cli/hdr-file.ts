import { checkWritable, writeWhole } from '../operator/write-whole.ts'
import type { RoundKeeper } from '../run/play-round.ts'
import type { KeptFile } from './kept-files.ts'

/** Latency distributions, gathered round by round and written as one file. */
export class HdrFile implements KeptFile {
  readonly #path: string
  #text = ''

  /** @throws {UsageError} where the file could not be written */
  static async at(path: string): Promise<HdrFile> {
    await checkWritable(path)
    return new HdrFile(path)
  }

  private constructor(path: string) {
    this.#path = path
  }

  readonly keep: RoundKeeper = async ({ name, repetition }, { history }) => {
    const { hdrDistributions } = await import('../record/hdr-distribution.ts')
    this.#text += await hdrDistributions(`${name} ${repetition}`, history)
  }

  /** @throws {UsageError} where it cannot be written after all */
  finish(): Promise<void> {
    return writeWhole(this.#path, this.#text)
  }
}
