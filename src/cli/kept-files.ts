import type { RecordedRun } from '../record/history-file.ts'
import type { RoundKeeper } from '../run/play-round.ts'
import { HdrFile } from './hdr-file.ts'
import { RecordFile } from './record-file.ts'
import type { RunFlags } from './run-flags.ts'

/** A file that every round of a run adds to. */
export interface KeptFile {
  readonly keep: RoundKeeper
  /** @throws {UsageError} where it could not be written after all */
  finish(): Promise<void>
}

/**
 * Opens the files that the flags ask for.
 * @throws {UsageError} where one could not be written
 */
export async function openKeptFiles({ hdr, record }: RunFlags, run: RecordedRun): Promise<readonly KeptFile[]> {
  return [
    ...(hdr === undefined ? [] : [await HdrFile.at(hdr)]),
    ...(record === undefined ? [] : [await RecordFile.at(record, run)]),
  ]
}
