import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'
import type { RoundPlan } from '../plan/plan.ts'
import type { Outcome } from '../booking/outcome.ts'
import type { Errand } from '../target/booking-api.ts'
import { inLanes } from '../target/lanes.ts'
import { nextWaitMs } from '../users/retry.ts'
import type { AttemptSink } from './attempt.ts'
import { monotonicMs } from './clock.ts'
import { FiringUser } from './firing-user.ts'
import { Gate } from './gate.ts'
import type { Lines } from './line.ts'
import { lineLoan } from './line-loan.ts'
import { wavesOf, type Wave } from './waves.ts'

export interface FireOptions {
  readonly plan: RoundPlan
  readonly lines: Lines
  /** Begins what an operation of a user is about. */
  readonly begin: (wish: { user: number; operation: number; attempt: number; seats: number }) => Errand<Outcome>
  /** Whether that takes steps before the one that races. */
  readonly hasWayToGate: boolean
  readonly record: AttemptSink
  /**
   * Waits until the gate may open, calls `wakeUp` just before it does, and says when it did, on the monotonic clock:
   * several senders open theirs together. The release begins as soon as it returns.
   */
  readonly gateOpens: (wakeUp: () => void) => Promise<number>
  /** Stops the round where it is: nothing more is sent, and what is in flight ends as unknown. */
  readonly signal: AbortSignal
}

export interface Fired {
  /** Attempts that were begun, counted where they begin and not where they are recorded. */
  readonly launched: number
  /** When the gate opened, in milliseconds on the monotonic clock. */
  readonly openedMs: number
  /** Getting every request to the target but for its last byte. */
  readonly armMs: number
  /** The loop that releases the users of the first burst. */
  readonly releaseMs: number
  /** From the opening of the gate until every user was done. */
  readonly durationMs: number
  /** The longest that an attempt took, whether it was answered or given up on. */
  readonly slowestMs: number
  /** The share of the duration in which this thread was at work, from 0 to 1; the rest of it, it waited for the target. */
  readonly busyShare: number
}

/**
 * Plays one round: arms the first burst, opens the gate, sends the later ones in their time, and follows each user to
 * the end. The only place in the tool that sends bookings.
 */
export async function fireRound(options: FireOptions): Promise<Fired> {
  const { plan, lines, signal, gateOpens } = options
  const armingMs = monotonicMs()
  const course = new Course(plan.user.length)
  const users = usersOf(options, course)
  const interrupt = () => users.forEach((user) => user.interrupt())
  const [first, ...later] = wavesOf(plan)
  const gate = gateOf(users, first, lines)

  if (options.hasWayToGate) await inLanes(users, wayLanes(plan), (user) => user.bringUp(signal))
  await gate.arm(signal)
  const armMs = monotonicMs() - armingMs
  // Its first call takes a tenth of a millisecond, and between the wake-up call and the release is no time for that.
  performance.eventLoopUtilization()
  course.openedMs = await gateOpens(() => {
    if (!signal.aborted) gate.wakeUp()
  })
  const before = performance.eventLoopUtilization()
  const releaseMs = signal.aborted ? 0 : gate.release()
  if (signal.aborted) interrupt()
  else {
    gate.released()
    signal.addEventListener('abort', interrupt, { once: true })
    await sendLater({ users, waves: later, course, lines, signal })
  }
  await course.over
  signal.removeEventListener('abort', interrupt)
  const durationMs = monotonicMs() - course.openedMs
  return {
    launched: course.launched,
    openedMs: course.openedMs,
    armMs,
    releaseMs,
    durationMs,
    slowestMs: course.slowestUs / 1000,
    busyShare: performance.eventLoopUtilization(before).utilization,
  }
}

/** What is known of a round while it is under way. */
class Course {
  openedMs = 0
  launched = 0
  slowestUs = 0
  #pending: number
  #becomeOver = () => {}
  readonly over = new Promise<void>((resolve) => (this.#becomeOver = resolve))

  constructor(users: number) {
    this.#pending = users
    if (users === 0) this.#becomeOver()
  }

  userDone(): void {
    if (--this.#pending === 0) this.#becomeOver()
  }
}

function usersOf({ plan, lines, begin, record }: FireOptions, course: Course): readonly FiringUser[] {
  const seatsOf = new Map(Array.from(plan.user, (user, index) => [user, plan.seats[index] ?? 0]))
  const { arrivals, retry, seed } = plan
  const { borrow, giveBack } = lineLoan(plan).loan(lines)
  const loopMs = arrivals.pattern === 'loop' ? arrivals.durationMs : 0
  const round = {
    timeoutMs: plan.timeoutMs,
    begin: (user: number, operation: number, attempt: number) =>
      begin({ user, operation, attempt, seats: seatsOf.get(user) ?? 0 }),
    borrowLine: borrow,
    returnLine: giveBack,
    nextWaitMs: (user, attempts, outcome, elapsedMs) => nextWaitMs(retry, { user, attempts, outcome, elapsedMs, seed }),
    // Nobody comes again to a shop that is gone.
    comesAgain: ({ kind }) => kind !== 'rejected' && monotonicMs() - course.openedMs < loopMs,
    keepsKeyAfterUnknown: retry.policy === 'none' || retry.keyAfterUnknown === 'same',
    openedMs: () => course.openedMs,
    launched: () => void course.launched++,
    record: (attempt) => {
      course.slowestUs = Math.max(course.slowestUs, attempt.endedUs - attempt.sentUs)
      record(attempt)
    },
    done: () => course.userDone(),
  } satisfies ConstructorParameters<typeof FiringUser>[0]
  return Array.from(plan.user, (user, index) => new FiringUser(round, user, plan.atUs[index] ?? 0))
}

/** The way to the gate is no burst: more at once would only wait for one another. */
const wayLanes = (plan: RoundPlan): number => Math.min(64, lineLoan(plan).opened.length)

const gateOf = (users: readonly FiringUser[], wave: Wave | undefined, lines: Lines): Gate =>
  new Gate(users.slice(wave?.from ?? 0, wave?.until ?? 0), lines)

/** How long before its instant a later burst begins to arm, beside what the arming itself takes. */
const armingMs = 200

interface Later {
  readonly users: readonly FiringUser[]
  readonly waves: readonly Wave[]
  readonly course: Course
  readonly lines: Lines
  readonly signal: AbortSignal
}

/** Sends what comes after the first burst at its time, whatever became of what was sent before. */
async function sendLater({ users, waves, course, lines, signal }: Later): Promise<void> {
  for (const wave of waves) {
    const atMs = course.openedMs + wave.atUs / 1000
    if (wave.until - wave.from > 1) {
      const gate = gateOf(users, wave, lines)
      await until(atMs - armingMs - (wave.until - wave.from) / 10, signal)
      await gate.arm(signal)
      await until(atMs, signal)
      if (signal.aborted) return
      gate.wakeUp()
      gate.release()
      gate.released()
    } else {
      await until(atMs, signal)
      if (signal.aborted) return
      users[wave.from]?.start()
    }
  }
}

async function until(instantMs: number, signal: AbortSignal): Promise<void> {
  // What is late is sent at once, yet not before the answers that have come were read: they may be what makes it late.
  if (instantMs <= monotonicMs()) return nextTurn()
  // A timer counts whole milliseconds and may be one early; nobody is to be sent before the time.
  while (instantMs > monotonicMs() && !signal.aborted) {
    await sleep(Math.ceil(instantMs - monotonicMs()), undefined, { signal }).catch(() => undefined)
  }
}
