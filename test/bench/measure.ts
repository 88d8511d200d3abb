import type { Tool } from './tools.ts'

export interface Settings {
  /** How often every participant is measured. */
  readonly turns: number
  /** Bursts of each participant at the planted race. */
  readonly runs: number
  /** Bursts of each participant at each window of the two processes. */
  readonly rounds: number
  /** The tools found on the PATH. */
  readonly tools: readonly Tool[]
  /** For files that are gone when the benchmark is. */
  readonly folder: string
}

export interface Finding {
  readonly title: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** What was left out and why, and what a column means. */
  readonly notes: readonly string[]
}

/** One subject of the benchmark; its name is what `npm run bench -- <name>` takes. */
export interface Measure {
  readonly name: string
  readonly run: (settings: Settings) => Promise<Finding>
}
