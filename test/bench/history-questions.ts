import type { Spent } from './client-questions.ts'

/** What a process is to do with a file of histories. */
export interface HistoryQuestion {
  readonly kind: 'parse' | 'judge'
  readonly path: string
}

/** What it took; `requests` are the lines that were parsed, or the attempts that were judged. */
export interface HistorySpent extends Spent {
  readonly rssPeakMb: number
}
