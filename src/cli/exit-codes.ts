import type { Result } from '../report/result.ts'

export const exitCodes = {
  held: 0,
  violated: 1,
  usage: 2,
  notJudged: 3,
  interrupted: 130,
} as const

/** What the exit codes mean, for the help pages. */
export const exitCodeHelp = `
Exit codes:
  0    every rule held and every expectation was met
  1    a rule was violated or an expectation was missed
  2    the command line or a file was wrong
  3    the run could not be carried out or judged
  130  interrupted; what was known by then has been printed`

/** What a run's result means to whoever waits for the process. */
export function exitCodeOf({ run, rounds, control, verdict }: Result): number {
  if (run.partial || control?.partial) return exitCodes.interrupted
  if (verdict.ruling === 'violated') return exitCodes.violated
  if (run.failure !== null) return exitCodes.notJudged
  const missed = rounds.some((round) => round.verdict.expectations.some(({ actual, pass }) => actual !== null && !pass))
  if (missed) return exitCodes.violated
  // What the control caught is no part of the verdict, but a control that was asked for and not played is no success.
  return verdict.pass && !control?.failure ? exitCodes.held : exitCodes.notJudged
}
