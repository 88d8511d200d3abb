import type { Ledger } from '../booking/ledger.ts'
import { outcomeKinds, unknownCauses } from '../booking/outcome.ts'
import { usBetween } from '../fire/clock.ts'
import type { TimedGlimpse } from '../fire/readers.ts'
import type { Fleet } from '../fleet/fleet.ts'
import type { Sent } from '../fleet/sender.ts'
import { keyOf, type Shot } from '../fleet/shot.ts'
import type { EventRead, RoundFacts } from '../judge/facts.ts'
import { unsettledIn } from '../judge/unsettled.ts'
import { counted } from '../judge/words.ts'
import { TargetError } from '../operator/errors.ts'
import type { RoundPlan } from '../plan/plan.ts'
import type { History } from '../record/history.ts'
import { mergeHistories } from '../record/merge.ts'
import type { RoundResult } from '../report/result.ts'
import type { Expectation } from '../scenario/expectation.ts'
import type { BookingApi, SignedIn } from '../target/booking-api.ts'
import { bookingApi } from '../target/contract/compile.ts'
import { mergeOddities } from '../target/contract/oddities.ts'
import type { Control } from '../target/control.ts'
import type { Account } from '../users/account.ts'
import { playFollowUps, type FollowedUp } from './play-follow-ups.ts'
import type { Progress } from './progress.ts'
import { assembleRound } from './round-result.ts'
import type { RunningTarget } from './running-target.ts'
import { watchSelf } from './self-watch.ts'
import { settleSources, type Sources } from './settle-sources.ts'
import type { SideDoor } from './side-door.ts'
import { ToldEvent } from './told-event.ts'

/** Is given what is known of each round once it is over, such as to write it down. */
export type RoundKeeper = (plan: RoundPlan, facts: RoundFacts) => Promise<void>

export interface RoundSetting {
  readonly target: RunningTarget
  readonly control: Control
  readonly fleet: Fleet
  readonly sideDoor: SideDoor
  readonly accounts: readonly Account[]
  /** Starts every idempotency key of the round. */
  readonly keyPrefix: string
  /** How long what was promised may take to show before it counts as missing. */
  readonly settleMs: number
  readonly keepers: readonly RoundKeeper[]
  readonly signal: AbortSignal
  readonly progress: Progress
}

/** What happened in a round, before anybody has asked the system what it sold. */
interface Played {
  readonly event: ToldEvent
  readonly sent: Sent
  readonly followedUp: FollowedUp
  readonly reads: readonly EventRead[]
  readonly api: BookingApi
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
  const event = await ToldEvent.open(control, plan)
  const connectMs = await connect(shotOf(plan, event, setting), setting)
  const api = bookingApi(target.contract, target.baseUrl)
  const readers = await setting.sideDoor.letReadersIn({ count: plan.readers, event: event.fields, api, signal })

  await target.own?.startMeasuring(plan.arrivals.pattern === 'burst' ? plan.user.length : 0)
  const stopWatching = watchSelf()
  readers.start()
  const sent = await progress.phase(
    `${plan.name}: firing ${counted(plan.user.length, 'user')}`,
    () => setting.fleet.fire(AbortSignal.any([signal, target.gone])),
    ({ fired }) => `${plan.name}: ${counted(fired.launched, 'request')} in ${Math.round(fired.durationMs)} ms`,
  )
  const self = stopWatching()
  const usage = (await target.own?.stopMeasuring()) ?? null
  const followedUp = await followUp(plan, setting, { event, sent, api })
  const reads = readsOf(plan, sent, readers.stop())

  const { facts, gone } = await progress.phase(
    `${plan.name}: waiting for the ledger to settle`,
    () => gatherFacts(plan, setting, { event, sent, followedUp, reads, api }),
    ({ facts: { ledger } }) => `${plan.name}: ${'unavailable' in ledger ? 'no ledger' : entriesText(ledger)}`,
  )
  const oddities = mergeOddities([sent.oddities, api.oddities()])
  for (const keep of setting.keepers) await keep(plan, facts)
  const result = await progress.phase(
    `${plan.name}: judging`,
    async () => assembleRound({ plan, facts, expectations, fired: sent.fired, connectMs, self, usage, oddities }),
    ({ verdict }) => `${plan.name}: ${verdict.ruling}, by ${verdict.invariants.length} rules`,
  )
  return { result, failure: followedUp.failure ?? (signal.aborted ? null : gone) }
}

async function followUp(
  plan: RoundPlan,
  setting: RoundSetting,
  { event, sent: { fired, history }, api }: Pick<Played, 'event' | 'sent'> & { readonly api: BookingApi },
): Promise<FollowedUp> {
  const { sideDoor, signal, target, progress } = setting
  const { accounts } = setting
  const play = async () => {
    const signedIn = plan.followUps.length === 0 ? [] : await api.signIn(accounts.map(({ session }) => session))
    return playFollowUps({
      plan,
      event: event.fields,
      lines: sideDoor.followUps,
      api,
      accountOf: (user) => ({
        id: accountOf(setting, user).id,
        signedIn: signedIn[user % signedIn.length] ?? stranger,
      }),
      keyOf: (user, operation) => keyOf(setting, user, operation),
      burst: history,
      openedMs: fired.openedMs,
      signal: AbortSignal.any([signal, target.gone]),
    })
  }
  if (plan.followUps.length === 0) return play()
  return progress.phase(
    `${plan.name}: following up`,
    play,
    ({ launched, cancellations }) =>
      `${plan.name}: followed up by ${counted(launched + cancellations.length, 'request')}`,
  )
}

const stranger: SignedIn = { fields: {}, jar: null }

/** Readers are numbered behind the users of the plan. */
function readsOf(plan: RoundPlan, { fired }: Sent, seen: readonly TimedGlimpse[]): readonly EventRead[] {
  return seen.map(({ reader, sentMs, endedMs, available, version }) => ({
    user: plan.user.length + reader,
    sentUs: usBetween(fired.openedMs, sentMs),
    endedUs: usBetween(fired.openedMs, endedMs),
    available,
    version,
  }))
}

const entriesText = ({ entries }: Ledger): string =>
  entries.length === 1 ? '1 ledger entry' : `${entries.length} ledger entries`

async function connect(shot: Shot, { fleet, signal, progress }: RoundSetting): Promise<number> {
  const { name, user } = shot.plan
  const beganMs = performance.now()
  await progress.phase(
    `${name}: connecting ${counted(user.length, 'user')}`,
    () => fleet.connect(shot, signal),
    () => `${name}: ${signal.aborted ? 'interrupted while connecting' : `${counted(user.length, 'user')} connected`}`,
  )
  return performance.now() - beganMs
}

const shotOf = (plan: RoundPlan, { fields }: ToldEvent, { accounts, keyPrefix }: RoundSetting): Shot => ({
  plan,
  event: fields,
  sessions: accounts.map(({ session }) => session),
  keyPrefix,
})

async function gatherFacts(
  plan: RoundPlan,
  setting: RoundSetting,
  { event, sent: { fired, history }, followedUp, reads, api }: Played,
): Promise<{ facts: RoundFacts; gone: string | null }> {
  const { control, target, signal } = setting
  const known = {
    history: mergeHistories([history, ...followedUp.histories]),
    reads,
    cancellations: followedUp.cancellations,
    planned: { users: plan.user.length, seatsOf: followedUp.seatsOf },
    launchedAttempts: fired.launched + followedUp.launched,
    accountOf: (user: number) => accountOf(setting, user).id,
    keyOf: areKeysTold(control, plan) ? followedUp.keyOf : () => null,
    interrupted: signal.aborted,
    mayLackCancellations: false,
    // Of what is booked by one request there is nothing to tell.
    ...(api.mayHold || api.hasWayToGate ? { mayHold: api.mayHold } : {}),
  }
  const ask = <Answer>(question: Promise<Answer>): Promise<Answer> =>
    question.catch((error: unknown) => {
      // A process that is known to have ended is not asked again.
      throw target.gone.aborted ? new TargetError(String(target.gone.reason)) : error
    })
  const slowestMs = Math.max(fired.slowestMs, followedUp.slowestMs)
  // What was accepted, to be decided later, may take as long as anything that is late.
  const decidingMs = awaitsDecision(known.history) ? setting.settleMs : 0
  const { gone, ...settled } = await settleSources({
    readLedger: () => ask(event.readLedger()),
    readEvent: () => ask(event.readEvent(known.history)),
    unsettled: (sources: Sources) =>
      unsettledIn({ ...known, ...sources, opening: event.opening, quietMs: 0, lateMs: 0 }),
    quietMs: signal.aborted ? hurriedQuietMs : Math.max(quietMsFor(plan, slowestMs), decidingMs),
    settleMs: signal.aborted ? hurriedQuietMs : setting.settleMs,
  })
  return {
    facts: { ...known, opening: event.opening, ...settled },
    gone: target.gone.aborted ? String(target.gone.reason) : gone,
  }
}

/** A key that another user sent again tells nothing, where the ledger does not say whose its entries are. */
function areKeysTold({ sendsKeys, namesUsers }: Control, { followUps }: RoundPlan): boolean {
  return sendsKeys && (namesUsers || !followUps.some(({ repeat }) => repeat?.as === 'otherUser'))
}

function awaitsDecision({ length, outcome, cause }: History): boolean {
  for (let index = 0; index < length; index++) {
    if (outcome[index] === unknownIndex && cause[index] === acceptedIndex) return true
  }
  return false
}

const unknownIndex = outcomeKinds.indexOf('unknown')
const acceptedIndex = unknownCauses.indexOf('accepted')

/** An operator who wants to leave is not made to wait for requests that may never end. */
const hurriedQuietMs = 300

/** Requests without an answer may take as long again as the slowest that had one, and longer than they were waited for. */
function quietMsFor({ processingMs }: RoundPlan, slowestMs: number): number {
  return Math.max(1000, 2 * slowestMs, processingMs + 500)
}

/** Users take the accounts in turn: with two accounts, even users book with the first and odd ones with the second. */
function accountOf({ accounts }: RoundSetting, user: number): Account {
  const account = accounts[user % accounts.length]
  if (!account) throw new RangeError(`there is no account for user ${user}`)
  return account
}
