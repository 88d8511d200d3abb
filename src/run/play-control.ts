import { TargetError, UsageError } from '../operator/errors.ts'
import { catchesPerRound } from '../judge/catches.ts'
import { confidenceLevel } from '../judge/interval.ts'
import type { ControlSection } from '../report/confidence-section.ts'
import type { Result } from '../report/result.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { playingsOf } from './confidence-in.ts'
import type { Progress } from './progress.ts'
import { runScenario, type RunOptions } from './run-scenario.ts'
import type { RunningTarget } from './running-target.ts'

/** Starts an embedded server for a scenario. */
export type StartServer = (scenario: Scenario) => Promise<RunningTarget>

/**
 * Would this run have found anything? Plays its plan again, users, order and all, against an embedded server that reads
 * and then writes blindly, and counts how often that was found out. Nothing of it is kept but what it caught.
 * @param run the run as it went
 * @param options what it was played with; its target plays no part
 * @returns also where it breaks off: what the run itself showed is not lost with its control
 */
export async function playControl(run: Result, options: RunOptions, start: StartServer): Promise<ControlSection> {
  const beganMs = performance.now()
  const { rounds, failure } = await attempt(run, options, start)
  const partial = options.signal.aborted
  const playings = playingsOf(rounds, { isWhole: failure === null && !partial })
  const catches = catchesPerRound(playings, playingsOf(run.rounds, { isWhole: true }))
  return {
    strategy: 'naive',
    rounds: catches.map(({ share, rules, ...rest }) => ({
      ...rest,
      share: { ...share, level: confidenceLevel },
      rules: [...rules],
    })),
    durationMs: performance.now() - beganMs,
    partial,
    failure,
  }
}

type Attempted = Pick<Result, 'rounds'> & Pick<ControlSection, 'failure'>

async function attempt(run: Result, options: RunOptions, start: StartServer): Promise<Attempted> {
  const { signal } = options
  if (signal.aborted) return { rounds: [], failure: null }
  if (run.run.failure !== null) return { rounds: [], failure: 'the run itself was not carried through' }
  try {
    const scenario = naively(options)
    const { rounds, run: played } = await runScenario({
      ...options,
      scenario,
      target: await start(scenario),
      // They live in the target of the run.
      brought: null,
      keepers: [],
      progress: announced(options.progress),
    })
    return { rounds, failure: played.failure }
  } catch (error) {
    if (signal.aborted) return { rounds: [], failure: null }
    if (error instanceof TargetError || error instanceof UsageError) return { rounds: [], failure: error.message }
    throw error
  }
}

/** The same experiment but for the strategy; as many users share an account as in the run. */
function naively({ scenario, brought }: RunOptions): Scenario {
  const accounts = Math.min(scenario.accounts, brought?.rows.length ?? scenario.accounts)
  return { ...scenario, accounts, server: { ...scenario.server, strategy: 'naive' } }
}

const announced = (progress: Progress): Progress => ({
  phase: (during, work, summary) => progress.phase(`control: ${during}`, work, (value) => `control: ${summary(value)}`),
})
