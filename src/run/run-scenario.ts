import { cpus } from 'node:os'
import { TargetError } from '../operator/errors.ts'
import { lineLoan } from '../fire/line-loan.ts'
import { openFleet, type Fleet } from '../fleet/fleet.ts'
import { planRun, type Plan, type RoundPlan } from '../plan/plan.ts'
import { resultSchemaId, type FairnessResult, type Result, type RoundResult } from '../report/result.ts'
import { mergeStatuses } from '../judge/ruling.ts'
import { describeScenario } from '../scenario/describe.ts'
import { requestsOf } from '../scenario/follow-up.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { Control } from '../target/control.ts'
import type { BroughtAccounts } from './accounts.ts'
import { AccountPurse } from './account-purse.ts'
import { confidenceIn, playingsOf } from './confidence-in.ts'
import { FairnessWatch } from './fairness-watch.ts'
import { checkFileLimit } from './file-limit.ts'
import { playRound, type RoundKeeper } from './play-round.ts'
import type { Progress } from './progress.ts'
import type { RunningTarget } from './running-target.ts'
import { SideDoor } from './side-door.ts'

export interface RunOptions {
  readonly scenario: Scenario
  readonly target: RunningTarget
  /** Null to create accounts in the target. */
  readonly brought: BroughtAccounts | null
  readonly repeat: number
  /** How many threads send; 1 is the tool's own. */
  readonly threads: number
  /** Whether bookings are sent over HTTP/2, many on few connections. */
  readonly http2: boolean
  readonly seed: number
  /** Names the run in its idempotency keys and accounts, so that runs against one target do not mix. */
  readonly id: string
  readonly startedAt: Date
  readonly version: string
  readonly keepers: readonly RoundKeeper[]
  /** Stops the run where it is; what is known by then is judged and marked partial. */
  readonly signal: AbortSignal
  readonly progress: Progress
}

/**
 * Plays a scenario from its first account to its verdict.
 * @throws {TargetError} where the target fails before anything was learnt; later failures are part of the result
 * @throws the signal's reason where it is stopped before anything was learnt
 * @throws {UsageError} where the accounts brought along do not suffice
 */
export async function runScenario(options: RunOptions): Promise<Result> {
  const { scenario, target, signal, repeat, seed } = options
  const { baseUrl, certificate, contract } = target
  const beganMs = performance.now()
  const plan = planRun(scenario, { seed, repeat })
  if (!options.http2)
    checkFileLimit({ users: scenario.users, connections: Math.max(...plan.rounds.map(connectionsFor)) })
  const control = new Control({ ...target, signal })
  const route = { baseUrl, certificate, contract, http2: options.http2 }
  const fleet = openFleet(route, options.threads)
  const sideDoor = new SideDoor(route)
  const purse = new AccountPurse({ ...options, isEmbedded: target.kind === 'embedded' }, control)
  const fairness = new FairnessWatch(scenario)
  const keepers = [...options.keepers, fairness.keep]
  try {
    const played = await playRounds(plan, { ...options, keepers }, { control, fleet, sideDoor, purse })
    return assembleResult(options, {
      ...played,
      fairness: fairness.judge(seed),
      users: purse.tally(),
      durationMs: performance.now() - beganMs,
    })
  } finally {
    await Promise.all([fleet.close(), sideDoor.close(), control.close()])
  }
}

interface Tools {
  readonly control: Control
  readonly fleet: Fleet
  readonly sideDoor: SideDoor
  readonly purse: AccountPurse
}

interface PlayedRounds {
  readonly rounds: RoundResult[]
  /** Why the rounds broke off, or null. */
  readonly failure: string | null
  /** True where every round of the plan was played to its end. */
  readonly isWhole: boolean
}

async function playRounds(plan: Plan, options: RunOptions, { purse, ...tools }: Tools): Promise<PlayedRounds> {
  const { scenario, signal } = options
  const rounds: RoundResult[] = []
  let failure: string | null = null
  for (const [index, round] of plan.rounds.entries()) {
    if (failure !== null || (signal.aborted && rounds.length > 0)) break
    try {
      const accounts = await purse.accountsFor(round.repetition)
      const setting = {
        ...options,
        ...tools,
        settleMs: scenario.settleMs,
        accounts,
        keyPrefix: `${options.id}-${index}`,
      }
      const played = await playRound(round, expectationsOf(scenario, round.name), setting)
      rounds.push(played.result)
      failure = played.failure
    } catch (error) {
      if (rounds.length === 0) throw error
      if (signal.aborted) break
      if (!(error instanceof TargetError)) throw error
      failure = error.message
    }
  }
  return { rounds, failure, isWhole: failure === null && !signal.aborted && rounds.length === plan.rounds.length }
}

interface Gathered extends PlayedRounds {
  readonly fairness: FairnessResult[] | undefined
  readonly users: Result['users']
  readonly durationMs: number
}

function assembleResult(options: RunOptions, gathered: Gathered): Result {
  const { rounds, failure, isWhole, fairness, users, durationMs } = gathered
  const { scenario, seed } = options
  const unfair = unfairnessOf(fairness)
  const ruling = mergeStatuses([...rounds.map(({ verdict }) => verdict.ruling), ...unfair])
  return {
    schema: resultSchemaId,
    bookload: options.version,
    run: {
      id: options.id,
      startedAt: options.startedAt.toISOString(),
      durationMs,
      node: process.version,
      cpus: cpus().length,
      seed,
      partial: options.signal.aborted,
      failure,
    },
    scenario: describeScenario({ ...scenario, seed }),
    target: describeTarget(options.target),
    users,
    rounds,
    confidence: confidenceIn(playingsOf(rounds, { isWhole: failure === null && !options.signal.aborted })),
    ...(fairness === undefined ? {} : { fairness }),
    verdict: {
      pass: isWhole && unfair.length === 0 && rounds.every(({ verdict }) => verdict.pass),
      // A run that broke off has not shown what it set out to show.
      ruling: isWhole || ruling === 'violated' ? ruling : 'inconclusive',
    },
  }
}

/** Of those who come back for a follow-up each request has a connection of its own, beside that of the burst. */
function connectionsFor(round: RoundPlan): number {
  const followUps = round.followUps.map((_, index) => requestsOf(round.followUps, index, round.user.length))
  return lineLoan(round).opened.length + round.readers + Math.max(0, ...followUps)
}

/** A policy that was broken was declared, so it counts; one that could not be judged does not make the run any less safe. */
const unfairnessOf = (fairness: readonly FairnessResult[] = []): readonly 'violated'[] =>
  fairness.flatMap(({ invariants }) => invariants.flatMap(({ status }) => (status === 'violated' ? [status] : [])))

function expectationsOf({ rounds }: Scenario, name: string) {
  return rounds.find((round) => round.name === name)?.expect ?? []
}

function describeTarget({ kind, baseUrl, contract, store, strategy, bug }: RunningTarget): Result['target'] {
  return {
    kind,
    baseUrl,
    ...(contract.isOwn ? {} : { contract: contract.name }),
    ...(store === undefined ? {} : { store }),
    ...(strategy === undefined ? {} : { strategy }),
    ...(bug === undefined ? {} : { bug }),
  }
}
