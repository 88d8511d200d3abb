import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { RoundFacts } from '../../src/judge/facts.ts'
import { HistoryFile } from '../../src/record/history-file.ts'
import type { ToldLedger } from '../../src/run/gathered-ledger.ts'
import type { ToldRound } from '../../src/run/gathered-round.ts'
import { HistoryReader } from '../../src/run/read-history.ts'

const run = { id: 'r', bookload: '0', scenario: 's', seed: 1, startedAt: '2026-01-01T00:00:00.000Z' }

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bookload-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

/** The rounds of a file with this text, told by its name as `sale.ndjson`. */
export async function toldBy(text: string, ledger: ToldLedger | null = null): Promise<readonly ToldRound[]> {
  const folder = temporaryFolder()
  const path = join(folder, 'sale.ndjson')
  writeFileSync(path, text)
  try {
    return await roundsOf(path, ledger)
  } catch (error) {
    if (error instanceof Error) error.message = error.message.replaceAll(`${folder}/`, '')
    throw error
  }
}

export async function roundsOf(path: string, ledger: ToldLedger | null = null): Promise<readonly ToldRound[]> {
  const rounds: ToldRound[] = []
  for await (const round of new HistoryReader(path, ledger).rounds()) rounds.push(round)
  return rounds
}

/** What `run --record` writes of a round with these facts. */
export async function recordOf(path: string, facts: RoundFacts): Promise<string> {
  const file = new HistoryFile(path, run)
  await file.add({ name: 'sale', repetition: 1, ...facts })
  await file.close()
  return readFile(path, 'utf8')
}

export const ndjson = (lines: readonly object[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('')
