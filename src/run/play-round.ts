import type { EventState } from '../booking/event.ts'
import type { Ledger } from '../booking/ledger.ts'
import type { Connections } from '../fire/connections.ts'
import { fireRound, type Fired } from '../fire/fire-round.ts'
import type { RoundFacts } from '../judge/facts.ts'
import { TargetError } from '../operator/errors.ts'
import type { RoundPlan } from '../plan/plan.ts'
import { HistoryRecorder } from '../record/recorder.ts'
import type { RoundResult } from '../report/result.ts'
import type { Expectation } from '../scenario/expectation.ts'
import type { BookingApi } from '../target/booking-api.ts'
import type { Control } from '../target/control.ts'
import type { Account } from '../users/account.ts'
import type { Progress } from './progress.ts'
import { assembleRound } from './round-result.ts'
import type { RunningTarget } from './running-target.ts'

export interface RoundSetting {
  readonly target: RunningTarget
  readonly api: BookingApi
  readonly control: Control
  readonly connections: Connections
  readonly accounts: readonly Account[]
  /** Starts every idempotency key of the round. */
  readonly keyPrefix: string
  readonly signal: AbortSignal
  readonly progress: Progress
}

/** How long a ledger may still change after the last answer, and how far apart two readings are. */
const settling = { withinMs: 10_000, everyMs: 5 }

/**
 * One round on an event of its own: connect, fire, wait until it is quiet, judge.
 * @returns the result, and why no further round can be played, or null
 * @throws {TargetError} where the target fails before the first request
 */
export async function playRound(
  plan: RoundPlan,
  expectations: readonly Expectation[],
  setting: RoundSetting,
): Promise<{ result: RoundResult; failure: string | null }> {
  const { control, target, signal, progress } = setting
  await target.own?.setProcessing(plan.processingMs)
  const event = await control.createEvent({ name: plan.name, capacity: plan.capacity, waitlist: plan.waitlist })
  const connectMs = await connect(plan, event, setting)
  const recorder = new HistoryRecorder()

  target.own?.startMeasuring()
  const fired = await progress.phase(
    `${plan.name}: firing ${plan.user.length} users`,
    () => fireRound(fireOptions(plan, event, setting, recorder)),
    ({ launched, durationMs }) => `${plan.name}: ${launched} requests in ${Math.round(durationMs)} ms`,
  )
  const usage = (await target.own?.stopMeasuring()) ?? null

  const ledger = await progress.phase(
    `${plan.name}: waiting for the ledger to settle`,
    () => readLedger(control, event, target.gone),
    (read) =>
      'unavailable' in read
        ? `${plan.name}: no ledger`
        : `${plan.name}: ${read.entries.length} ledger ${read.entries.length === 1 ? 'entry' : 'entries'}`,
  )
  const facts = gatherFacts(plan, setting, { event, ledger, fired, recorder })
  const result = await progress.phase(
    `${plan.name}: judging`,
    async () => assembleRound({ plan, facts, expectations, fired, connectMs, usage }),
    ({ verdict }) => `${plan.name}: ${verdict.ruling}, by ${verdict.invariants.length} rules`,
  )
  return { result, failure: 'unavailable' in ledger && !signal.aborted ? ledger.unavailable : null }
}

async function connect(
  plan: RoundPlan,
  event: EventState,
  { api, connections, signal, progress }: RoundSetting,
): Promise<number> {
  const beganMs = performance.now()
  await progress.phase(
    `${plan.name}: connecting ${plan.user.length} users`,
    () => connections.open(plan.user.length, api.look(event.id), signal),
    () => `${plan.name}: ${plan.user.length} connections open`,
  )
  return performance.now() - beganMs
}

function fireOptions(plan: RoundPlan, event: EventState, setting: RoundSetting, recorder: HistoryRecorder) {
  const { api, connections, signal, target } = setting
  return {
    plan,
    connections,
    api,
    prepare: (user: number, operation: number, seats: number) =>
      api.book({
        token: accountOf(setting, user).token,
        eventId: event.id,
        seats,
        key: keyOf(setting, user, operation),
      }),
    record: recorder.add.bind(recorder),
    signal: AbortSignal.any([signal, target.gone]),
  }
}

async function readLedger(control: Control, event: EventState, gone: AbortSignal): Promise<RoundFacts['ledger']> {
  try {
    return await control.readSettledLedger(event.id, settling)
  } catch (error) {
    if (!(error instanceof TargetError)) throw error
    return { unavailable: gone.aborted ? String(gone.reason) : error.message }
  }
}

interface Played {
  readonly event: EventState
  readonly ledger: Ledger | { readonly unavailable: string }
  readonly fired: Fired
  readonly recorder: HistoryRecorder
}

function gatherFacts(plan: RoundPlan, setting: RoundSetting, { event, ledger, fired, recorder }: Played): RoundFacts {
  const seats = new Map(Array.from(plan.user, (user, index) => [user, plan.seats[index] ?? 0]))
  return {
    opening: event,
    ledger,
    history: recorder.history(),
    planned: { users: plan.user.length, seatsOf: (user) => seats.get(user) ?? 0 },
    launchedAttempts: fired.launched,
    accountOf: (user) => accountOf(setting, user).id,
    keyOf: (user, operation) => keyOf(setting, user, operation),
    interrupted: setting.signal.aborted,
  }
}

/** Users take the accounts in turn: with two accounts, even users book with the first and odd ones with the second. */
function accountOf({ accounts }: RoundSetting, user: number): Account {
  const account = accounts[user % accounts.length]
  if (!account) throw new RangeError(`there is no account for user ${user}`)
  return account
}

const keyOf = ({ keyPrefix }: RoundSetting, user: number, operation: number): string =>
  `${keyPrefix}-${user}-${operation}`
