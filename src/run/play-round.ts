import type { EventState } from '../booking/event.ts'
import type { Ledger } from '../booking/ledger.ts'
import type { Connections } from '../fire/connections.ts'
import { fireRound, type Fired, type FireOptions } from '../fire/fire-round.ts'
import type { RoundFacts } from '../judge/facts.ts'
import { countOpenOperations } from '../judge/open-operations.ts'
import { counted } from '../judge/words.ts'
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
import { settleLedger } from './settle-ledger.ts'

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

/** What happened in a round, before anybody has asked the system what it sold. */
interface Played {
  readonly event: EventState
  readonly fired: Fired
  readonly recorder: HistoryRecorder
}

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

  await target.own?.startMeasuring()
  const fired = await progress.phase(
    `${plan.name}: firing ${counted(plan.user.length, 'user')}`,
    () => fireRound(fireOptions(plan, event, setting, recorder)),
    ({ launched, durationMs }) => `${plan.name}: ${counted(launched, 'request')} in ${Math.round(durationMs)} ms`,
  )
  const usage = (await target.own?.stopMeasuring()) ?? null

  const facts = await progress.phase(
    `${plan.name}: waiting for the ledger to settle`,
    () => gatherFacts(plan, setting, { event, fired, recorder }),
    ({ ledger }) => `${plan.name}: ${'unavailable' in ledger ? 'no ledger' : entriesText(ledger)}`,
  )
  const result = await progress.phase(
    `${plan.name}: judging`,
    async () => assembleRound({ plan, facts, expectations, fired, connectMs, usage }),
    ({ verdict }) => `${plan.name}: ${verdict.ruling}, by ${verdict.invariants.length} rules`,
  )
  return { result, failure: 'unavailable' in facts.ledger && !signal.aborted ? facts.ledger.unavailable : null }
}

const entriesText = ({ entries }: Ledger): string =>
  entries.length === 1 ? '1 ledger entry' : `${entries.length} ledger entries`

async function connect(
  plan: RoundPlan,
  event: EventState,
  { api, connections, signal, progress }: RoundSetting,
): Promise<number> {
  const beganMs = performance.now()
  await progress.phase(
    `${plan.name}: connecting ${counted(plan.user.length, 'user')}`,
    () => connections.open(plan.user, api.look(event.id), signal),
    () =>
      `${plan.name}: ${signal.aborted ? 'interrupted while connecting' : `${counted(plan.user.length, 'connection')} open`}`,
  )
  return performance.now() - beganMs
}

function fireOptions(
  plan: RoundPlan,
  event: EventState,
  setting: RoundSetting,
  recorder: HistoryRecorder,
): FireOptions {
  const { api, connections, signal, target } = setting
  return {
    plan,
    connections,
    api,
    prepare: (user, operation, seats) =>
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

async function gatherFacts(
  plan: RoundPlan,
  setting: RoundSetting,
  { event, fired, recorder }: Played,
): Promise<RoundFacts> {
  const { control, target, signal } = setting
  const seats = new Map(Array.from(plan.user, (user, index) => [user, plan.seats[index] ?? 0]))
  const known = {
    opening: event,
    history: recorder.history(),
    planned: { users: plan.user.length, seatsOf: (user: number) => seats.get(user) ?? 0 },
    launchedAttempts: fired.launched,
    accountOf: (user: number) => accountOf(setting, user).id,
    keyOf: (user: number, operation: number) => keyOf(setting, user, operation),
    interrupted: signal.aborted,
  }
  try {
    const settled = await settleLedger({
      read: () => control.readLedger(event.id),
      openOperations: (ledger) => countOpenOperations({ ...known, ledger, quietMs: 0 }),
      quietMs: signal.aborted ? hurriedQuietMs : quietMsFor(plan, fired),
    })
    return { ...known, ...settled }
  } catch (error) {
    if (!(error instanceof TargetError)) throw error
    const unavailable = target.gone.aborted ? String(target.gone.reason) : error.message
    return { ...known, ledger: { unavailable }, quietMs: 0 }
  }
}

/** An operator who wants to leave is not made to wait for requests that may never end. */
const hurriedQuietMs = 300

/** Requests without an answer may take as long again as the slowest that had one, and longer than they were waited for. */
function quietMsFor({ processingMs }: RoundPlan, { slowestMs }: Fired): number {
  return Math.max(1000, 2 * slowestMs, processingMs + 500)
}

/** Users take the accounts in turn: with two accounts, even users book with the first and odd ones with the second. */
function accountOf({ accounts }: RoundSetting, user: number): Account {
  const account = accounts[user % accounts.length]
  if (!account) throw new RangeError(`there is no account for user ${user}`)
  return account
}

const keyOf = ({ keyPrefix }: RoundSetting, user: number, operation: number): string =>
  `${keyPrefix}-${user}-${operation}`
