import type { RoundPlan } from '../plan/plan.ts'
import type { BookingApi, PreparedRequest } from '../target/booking-api.ts'
import { nextWaitMs } from '../users/retry.ts'
import type { AttemptSink } from './attempt.ts'
import type { Connections } from './connections.ts'
import { FiringUser, type Round } from './firing-user.ts'

export interface FireOptions {
  readonly plan: RoundPlan
  readonly connections: Connections
  readonly api: BookingApi
  /** The request by which an operation of a user asks for its seats. */
  readonly prepare: (user: number, operation: number, seats: number) => PreparedRequest
  readonly record: AttemptSink
  /** Stops the round where it is: nothing more is sent, and what is in flight ends as unknown. */
  readonly signal: AbortSignal
}

export interface Fired {
  /** Requests that left, counted where they leave and not where they are recorded. */
  readonly launched: number
  /** Preparing every request before the gate opens. */
  readonly armMs: number
  /** From the first send of the burst to the last. */
  readonly releaseMs: number
  /** From the opening of the gate until every user was done. */
  readonly durationMs: number
  /** The longest that an attempt took, whether it was answered or given up on. */
  readonly slowestMs: number
}

/**
 * Plays one round: arms a request for every user, opens the gate, and follows each user to the end. The only place in
 * the tool that sends bookings.
 */
export async function fireRound(options: FireOptions): Promise<Fired> {
  const { plan, signal } = options
  const armingMs = performance.now()
  const tally = { launched: 0, pending: plan.user.length, slowestUs: 0 }
  const { promise: quiet, resolve: becomeQuiet } = withResolvers()
  const clock = { openedMs: 0 }
  const users = armUsers(options, {
    nowUs: () => (performance.now() - clock.openedMs) * 1000,
    launched: () => void tally.launched++,
    record: (attempt) => {
      tally.slowestUs = Math.max(tally.slowestUs, attempt.endedUs - attempt.sentUs)
      options.record(attempt)
    },
    done: () => {
      if (--tally.pending === 0) becomeQuiet()
    },
  })
  const interrupt = () => users.forEach((user) => user.interrupt())

  clock.openedMs = performance.now()
  const armMs = clock.openedMs - armingMs
  const releaseMs = signal.aborted ? 0 : release(users, plan)
  if (signal.aborted) interrupt()
  else signal.addEventListener('abort', interrupt, { once: true })
  if (tally.pending > 0) await quiet
  signal.removeEventListener('abort', interrupt)
  return {
    launched: tally.launched,
    armMs,
    releaseMs,
    durationMs: performance.now() - clock.openedMs,
    slowestMs: tally.slowestUs / 1000,
  }
}

function armUsers(
  { plan, connections, api, prepare }: FireOptions,
  watch: Pick<Round, 'nowUs' | 'launched' | 'record' | 'done'>,
): readonly FiringUser[] {
  const seatsOf = new Map(Array.from(plan.user, (user, index) => [user, plan.seats[index] ?? 0]))
  const round: Round = {
    ...watch,
    timeoutMs: plan.timeoutMs,
    readAnswer: api.readAnswer,
    prepare: (user, operation) => prepare(user, operation, seatsOf.get(user) ?? 0),
    nextWaitMs: (user, attempts, outcome, elapsedMs) =>
      nextWaitMs(plan.retry, { user, attempts, outcome, elapsedMs, seed: plan.seed }),
  }
  return Array.from(
    plan.user,
    (user, index) => new FiringUser(round, { user, client: connections.of(user), atUs: plan.atUs[index] ?? 0 }),
  )
}

/** @returns milliseconds from the first send to the last */
function release(users: readonly FiringUser[], { atUs }: RoundPlan): number {
  const startedMs = performance.now()
  users.forEach((user, index) => {
    const laterUs = atUs[index] ?? 0
    if (laterUs > 0) user.sendAfter(laterUs / 1000)
    else user.send()
  })
  return performance.now() - startedMs
}

/** Promise.withResolvers, which Node has from 22 on. */
function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve = () => {}
  const promise = new Promise<void>((settle) => (resolve = settle))
  return { promise, resolve }
}
