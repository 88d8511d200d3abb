import { onTestFinished } from 'vitest'
import type { EndedAttempt } from '../../../src/fire/attempt.ts'
import { monotonicMs } from '../../../src/fire/clock.ts'
import { fireRound, type Fired } from '../../../src/fire/fire-round.ts'
import { Http1Lines } from '../../../src/fire/http1/http1-lines.ts'
import type { Lines } from '../../../src/fire/line.ts'
import { lineLoan } from '../../../src/fire/line-loan.ts'
import { planRun, type RoundPlan } from '../../../src/plan/plan.ts'
import { shardOf } from '../../../src/plan/shard.ts'
import { api, concert, holderOf } from '../../builders/own-api.ts'
import { scenarioFrom } from '../../builders/scenario.ts'

interface Firing {
  readonly signal?: AbortSignal
  readonly shard?: { readonly index: number; readonly of: number }
  readonly certificate?: string
  /** What happens between the arming and the release. */
  readonly beforeGate?: (plan: RoundPlan) => void | Promise<void>
  /** Lines to use again; they are closed by whoever made them. */
  readonly lines?: Lines
}

interface Played {
  readonly attempts: readonly EndedAttempt[]
  readonly fired: Fired
  readonly plan: RoundPlan
  /** When the gate opened, on the monotonic clock. */
  readonly openedMs: number
  readonly close: () => Promise<void>
}

export function linesTo(origin: string, certificate: string | null = null): Http1Lines {
  const lines = new Http1Lines({ origin: new URL(origin), certificate })
  onTestFinished(() => lines.close())
  return lines
}

/** The first round of a scenario, whole. */
export function planOf(yaml: { top?: string; round?: string }): RoundPlan {
  const [plan] = planRun(scenarioFrom(yaml), { seed: 1, repeat: 1 }).rounds
  if (!plan) throw new Error('a scenario has a round')
  return plan
}

/** Plays the first round of a scenario against a target, as a run would. Each user has a token of its own. */
export async function fire(
  origin: string,
  yaml: { top?: string; round?: string },
  firing: Firing = {},
): Promise<Played> {
  const plan = shardOf(planOf(yaml), firing.shard ?? { index: 0, of: 1 })
  const lines = firing.lines ?? linesTo(origin, firing.certificate)
  await lines.open(lineLoan(plan).opened, api.look(concert), new AbortController().signal)
  const attempts: EndedAttempt[] = []
  let openedMs = 0
  const fired = await fireRound({
    plan,
    lines,
    begin: ({ user, operation, attempt, seats }) =>
      api.book({ user: holderOf(`token-${user}`), event: concert, seats, key: `${user}-${operation}`, attempt }),
    hasWayToGate: api.hasWayToGate,
    record: (attempt) => attempts.push({ ...attempt }),
    gateOpens: async (wakeUp) => {
      await firing.beforeGate?.(plan)
      wakeUp()
      openedMs = monotonicMs()
      return openedMs
    },
    signal: firing.signal ?? new AbortController().signal,
  })
  return { attempts, fired, plan, openedMs, close: () => lines.close() }
}
