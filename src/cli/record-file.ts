import { checkWritable } from '../operator/write-whole.ts'
import { HistoryFile, type RecordedRun } from '../record/history-file.ts'
import type { RoundKeeper } from '../run/play-round.ts'
import type { KeptFile } from './kept-files.ts'

/** The file of all that a run is judged by, written round by round. */
export class RecordFile implements KeptFile {
  readonly #file: HistoryFile

  /** @throws {UsageError} where the file could not be written */
  static async at(path: string, run: RecordedRun): Promise<RecordFile> {
    await checkWritable(path)
    return new RecordFile(new HistoryFile(path, run))
  }

  private constructor(file: HistoryFile) {
    this.#file = file
  }

  readonly keep: RoundKeeper = ({ name, repetition }, facts) => this.#file.add({ name, repetition, ...facts })

  /** @throws {UsageError} where it could not be written after all */
  finish(): Promise<void> {
    return this.#file.close()
  }
}
