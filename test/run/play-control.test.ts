import { describe, expect, test } from 'vitest'
import type { Strategy } from '../../src/booking/strategy.ts'
import { TargetError } from '../../src/operator/errors.ts'
import { playControl, type StartServer } from '../../src/run/play-control.ts'
import { runScenario, type RunOptions } from '../../src/run/run-scenario.ts'
import type { RunningTarget } from '../../src/run/running-target.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'
import { ownContract } from '../../src/target/contract/read-contract.ts'
import { scenarioFrom } from '../builders/scenario.ts'
import { startServer } from '../server/support/start-server.ts'

/** Ten users for five seats, each at work for long enough to meet the others. */
const scenario = scenarioFrom({ top: 'users: 10\nserver: { processing: 20ms }' })

/** The booking server itself, over HTTP, in this process: nobody can ask it for anything but bookings. */
async function targetFor({ server }: Scenario, strategy: Strategy = server.strategy): Promise<RunningTarget> {
  const { server: started } = await startServer({ strategy, processingMs: server.processingMs })
  return {
    kind: 'http',
    baseUrl: started.url,
    contract: await ownContract(started.adminToken),
    adminHint: null,
    certificate: null,
    gone: new AbortController().signal,
    own: null,
  }
}

async function played(changes: Partial<RunOptions> = {}) {
  const options: RunOptions = {
    scenario,
    target: await targetFor(scenario),
    brought: null,
    repeat: 3,
    threads: 1,
    http2: false,
    keepers: [],
    seed: 1,
    id: 'test',
    startedAt: new Date(0),
    version: '0.0.0',
    signal: new AbortController().signal,
    progress: { phase: (_, work) => work() },
    ...changes,
  }
  return { options, run: await runScenario(options) }
}

test('the naive strategy is caught by the burst that found nothing', async () => {
  const { options, run } = await played()
  expect(run.verdict).toEqual({ pass: true, ruling: 'held' })
  const asked: Scenario[] = []
  const control = await playControl(run, options, (wanted) => {
    asked.push(wanted)
    return targetFor(wanted)
  })
  expect(control).toMatchObject({ strategy: 'naive', partial: false, failure: null })
  expect(control.rounds).toMatchObject([{ round: 'sale', playings: 3, caught: 3 }])
  expect(control.rounds[0]?.share).toEqual({ low: expect.closeTo(0.4385, 4), high: 1, level: 0.95 })
  expect(control.rounds[0]?.rules.map(({ id }) => id)).toContain('no-oversell')
  // All but the strategy is as it was.
  expect(asked).toEqual([{ ...scenario, server: { ...scenario.server, strategy: 'naive' } }])
})

test('what cannot go wrong is never caught', async () => {
  const { options, run } = await played()
  const { rounds } = await playControl(run, options, (wanted) => targetFor(wanted, 'atomic'))
  expect(rounds).toMatchObject([{ playings: 3, caught: 0, rules: [] }])
})

test('the plan is that of the run, and nothing of it is kept', async () => {
  const orders: (readonly number[])[] = []
  const keepers: RunOptions['keepers'] = [(plan) => Promise.resolve(void orders.push([...plan.user]))]
  const { options, run } = await played({ keepers })
  expect(orders).toHaveLength(3)
  const phases: string[] = []
  const progress: RunOptions['progress'] = {
    phase: (during, work) => {
      phases.push(during)
      return work()
    },
  }
  await playControl(run, { ...options, progress }, (wanted) => targetFor(wanted))
  expect(orders).toHaveLength(3)
  expect(phases.length).toBeGreaterThan(0)
  expect(phases.filter((phase) => !phase.startsWith('control: '))).toEqual([])
})

test('users who brought accounts along share as many in the control, which has its own', async () => {
  const { options, run } = await played()
  const two = [0, 1].map((index) => ({ id: `${index}`, email: 'a@b', name: 'u', token: 'of another server' }))
  const brought = { file: 'users.json', rows: two, reuse: true }
  const asked: Scenario[] = []
  const control = await playControl(run, { ...options, brought }, (wanted) => {
    asked.push(wanted)
    return targetFor(wanted)
  })
  expect(asked[0]?.accounts).toBe(2)
  expect(control).toMatchObject({ failure: null, rounds: [{ playings: 3 }] })
})

describe('what the run itself showed is not lost with its control', () => {
  const never: StartServer = () => {
    throw new Error('no server should have been started')
  }

  test('where no server can be started', async () => {
    const { options, run } = await played()
    const control = await playControl(run, options, () => Promise.reject(new TargetError('there is no binding')))
    expect(control).toMatchObject({ rounds: [], partial: false, failure: 'there is no binding' })
  })

  test('where it is interrupted: what was played to its end by then counts', async () => {
    const { options, run } = await played()
    const controller = new AbortController()
    let judged = 0
    const progress: RunOptions['progress'] = {
      phase: async (during, work) => {
        if (during.includes('firing') && ++judged === 3) controller.abort()
        return work()
      },
    }
    const control = await playControl(run, { ...options, progress, signal: controller.signal }, (wanted) =>
      targetFor(wanted),
    )
    expect(control).toMatchObject({ partial: true, failure: null, rounds: [{ playings: 2, caught: 2 }] })
  })

  test('where the run was interrupted, or broke off: then there is none', async () => {
    const { options, run } = await played()
    const stopped = await playControl(run, { ...options, signal: AbortSignal.abort() }, never)
    expect(stopped).toMatchObject({ rounds: [], partial: true, failure: null })
    const failed = { ...run, run: { ...run.run, failure: 'the target is gone' } }
    expect(await playControl(failed, options, never)).toMatchObject({
      rounds: [],
      partial: false,
      failure: 'the run itself was not carried through',
    })
  })
})

describe('the confidence of a run', () => {
  test('counts its contended rounds', async () => {
    const { run } = await played()
    expect(run.confidence).toMatchObject([{ round: 'sale', playings: 3, trials: 3, violated: 0 }])
    expect(run.confidence?.[0]?.share).toEqual({
      low: 0,
      high: expect.closeTo(0.6316, 4),
      level: 0.95,
      method: 'exact',
    })
    const spreads = run.rounds.map(({ generator }) => generator?.sends?.spreadMs)
    expect(spreads).toContain(run.confidence?.[0]?.spreadMs)
  })

  test('counts those that were violated', async () => {
    const { run } = await played({ target: await targetFor(scenario, 'naive') })
    expect(run.confidence).toMatchObject([{ trials: 3, violated: 3, share: { high: 1, method: 'wilson' } }])
  })

  test('leaves out those in which nobody met anybody', async () => {
    const { run } = await played({ scenario: scenarioFrom({ top: 'users: 1' }) })
    expect(run.confidence).toMatchObject([
      { playings: 3, trials: 0, leftOut: { interrupted: 0, notContended: 3, inconclusive: 0 }, share: null },
    ])
  })

  test('leaves out the one that was interrupted', async () => {
    const controller = new AbortController()
    let fired = 0
    const progress: RunOptions['progress'] = {
      phase: async (during, work) => {
        if (during.includes('firing') && ++fired === 3) controller.abort()
        return work()
      },
    }
    const { run } = await played({ progress, signal: controller.signal })
    expect(run.run.partial).toBe(true)
    expect(run.confidence).toMatchObject([
      { playings: 3, trials: 2, leftOut: { interrupted: 1, notContended: 0, inconclusive: 0 } },
    ])
  })
})
