import type { CancelOutcome } from '../booking/cancellation.ts'
import type { UserId } from '../booking/event.ts'
import type { Outcome } from '../booking/outcome.ts'
import { usBetween } from '../fire/clock.ts'
import type { EndedAttempt } from '../fire/attempt.ts'
import type { EndedErrand } from '../fire/bring-up.ts'
import type { failedOutcome } from '../fire/failed-outcome.ts'
import type { Lines } from '../fire/line.ts'
import { fireVolley } from '../fire/volley.ts'
import { TargetError } from '../operator/errors.ts'
import type { RoundPlan } from '../plan/plan.ts'
import type { Cancellation } from '../record/cancellation.ts'
import type { History } from '../record/history.ts'
import { HistoryRecorder } from '../record/recorder.ts'
import type { FollowUp } from '../scenario/follow-up.ts'
import type { BookingApi, Errand, Fields, SignedIn } from '../target/booking-api.ts'
import { callsOf, type FollowUpCall } from './follow-up-calls.ts'
import { Standing } from './standing.ts'

export interface FollowUpOptions {
  readonly plan: RoundPlan
  readonly event: Fields
  readonly lines: Lines
  readonly api: BookingApi
  /** The account of a user as the ledger names it, and what it books with. */
  readonly accountOf: (user: number) => { readonly id: UserId; readonly signedIn: SignedIn }
  readonly keyOf: (user: number, operation: number) => string
  /** What users saw of the burst, and when that began, in milliseconds on the monotonic clock. */
  readonly burst: History
  readonly openedMs: number
  readonly signal: AbortSignal
}

/** What became of all follow-ups of a round. */
export interface FollowedUp {
  /** The bookings that were asked for, a history for each follow-up. */
  readonly histories: readonly History[]
  readonly cancellations: readonly Cancellation[]
  /** Requests for bookings that left. */
  readonly launched: number
  readonly slowestMs: number
  readonly keyOf: (user: number, operation: number) => string | null
  readonly seatsOf: (user: number, operation: number) => number
  /** Why not all of them could be played, or null. */
  readonly failure: string | null
}

/** Plays what follows a burst, one follow-up after the other, each over connections of its own that are open before. */
export async function playFollowUps(options: FollowUpOptions): Promise<FollowedUp> {
  const { plan, signal } = options
  const course = new Course(options)
  let failure: string | null = null
  for (const [index, followUp] of plan.followUps.entries()) {
    if (failure !== null || signal.aborted) break
    try {
      await course.play(followUp, index + 1)
    } catch (error) {
      if (!(error instanceof TargetError)) throw error
      failure = error.message
    }
  }
  return { ...course.played, failure }
}

type BookCall = Extract<FollowUpCall, { kind: 'book' }>
type CancelCall = Extract<FollowUpCall, { kind: 'cancel' }>

class Course {
  readonly #options: FollowUpOptions
  readonly #standing: Standing
  /** Operations that ask for something else, or with another key, than those of the burst. */
  readonly #wishes = new Map<string, Pick<BookCall, 'key' | 'seats'>>()
  readonly #seats: ReadonlyMap<number, number>
  readonly #histories: History[] = []
  readonly #cancellations: Cancellation[] = []
  #launched = 0
  #slowestMs = 0

  constructor(options: FollowUpOptions) {
    this.#options = options
    this.#standing = new Standing(options.burst)
    const { user, seats } = options.plan
    this.#seats = new Map(Array.from(user, (number, index) => [number, seats[index] ?? 0]))
  }

  get played(): Omit<FollowedUp, 'failure'> {
    return {
      histories: this.#histories,
      cancellations: this.#cancellations,
      launched: this.#launched,
      slowestMs: this.#slowestMs,
      keyOf: this.#keyOf,
      seatsOf: this.#seatsOf,
    }
  }

  readonly #keyOf = (user: number, operation: number): string | null =>
    (this.#wishOf(user, operation) ?? { key: this.#options.keyOf(user, operation) }).key

  readonly #seatsOf = (user: number, operation: number): number =>
    this.#wishOf(user, operation)?.seats ?? this.#seats.get(user) ?? 0

  /** The judge asks for every operation, and after most bursts nothing follows. */
  #wishOf(user: number, operation: number): Pick<BookCall, 'key' | 'seats'> | undefined {
    return this.#wishes.size === 0 ? undefined : this.#wishes.get(`${user}/${operation}`)
  }

  /** @throws {TargetError} where the connections cannot be opened */
  async play(followUp: FollowUp, step: number): Promise<void> {
    const { plan, event, lines, api, accountOf, signal } = this.#options
    const calls = callsOf(followUp, {
      plan,
      step,
      standing: this.#standing,
      accountOf: (user) => accountOf(user).id,
      keyOf: this.#keyOf,
      seatsOf: this.#seatsOf,
    })
    await lines.open(Uint32Array.from(calls.keys()), api.look(event), signal)
    const ended = await fireVolley<Ended>({
      errands: calls.map((call) => this.#errandOf(call)),
      failedEnd: (failed, index) => failedEnd(failed, calls[index]?.kind ?? 'book'),
      lines,
      timeoutMs: plan.timeoutMs,
      signal,
    })
    this.#record(calls, ended, step)
  }

  #errandOf(call: FollowUpCall): Errand<Ended> {
    const { event, api, accountOf } = this.#options
    const user = accountOf(call.user).signedIn
    if (call.kind === 'book') {
      const { seats, key, attempt } = call
      return mapped(api.book({ user, event, seats, key: key ?? '', attempt }), (outcome) => ({ of: 'book', outcome }))
    }
    if (api.cancel === null) throw new TypeError('nobody cancels in a target whose contract does not say how')
    return mapped(api.cancel({ user, event, reference: call.reference }), (outcome) => ({ of: 'cancel', outcome }))
  }

  #record(calls: readonly FollowUpCall[], ended: readonly (EndedErrand<Ended> | null)[], step: number): void {
    const { openedMs } = this.#options
    const recorder = new HistoryRecorder()
    const inOrder = calls
      .flatMap((call, index) => {
        const errand = ended[index] ?? null
        return errand === null ? [] : { call, ...errand }
      })
      .toSorted((a, b) => a.endedMs - b.endedMs)
    for (const { call, beganMs, sentMs, endedMs, status, outcome: end } of inOrder) {
      this.#slowestMs = Math.max(this.#slowestMs, endedMs - sentMs)
      const times = { sentUs: usBetween(openedMs, sentMs), endedUs: usBetween(openedMs, endedMs), status, step }
      if (call.kind === 'cancel' && end.of === 'cancel') this.#recordCancellation(call, times, end.outcome)
      if (call.kind === 'book' && end.of === 'book')
        this.#recordBooking(recorder, call, {
          ...times,
          ...(beganMs < sentMs ? { beganUs: usBetween(openedMs, beganMs) } : {}),
          outcome: end.outcome,
        })
    }
    this.#histories.push(recorder.history())
  }

  #recordCancellation(
    { user, attempt, reference }: CancelCall,
    times: Pick<Cancellation, 'sentUs' | 'endedUs' | 'status' | 'step'>,
    outcome: CancelOutcome,
  ): void {
    this.#standing.learnCancelled({ user, reference, outcome })
    this.#cancellations.push({ user, attempt, reference, ...times, outcome })
  }

  #recordBooking(
    recorder: HistoryRecorder,
    { user, attempt, operation, key, seats }: BookCall,
    times: Pick<EndedAttempt, 'sentUs' | 'beganUs' | 'endedUs' | 'status' | 'step' | 'outcome'>,
  ): void {
    const { outcome } = times
    this.#launched++
    this.#wishes.set(`${user}/${operation}`, { key, seats })
    recorder.add({ user, attempt, operation, plannedUs: times.sentUs, ...times })
    const acknowledged = outcome.kind === 'booked' || outcome.kind === 'waitlisted' ? outcome : null
    this.#standing.learn({ user, attempt, operation, acknowledged })
  }
}

/** How a call of a follow-up ended, whichever it was. */
type Ended =
  | { readonly of: 'book'; readonly outcome: Outcome }
  | { readonly of: 'cancel'; readonly outcome: CancelOutcome }

/** No answer means for a cancellation what it means for a booking, in its own words. */
function failedEnd(failed: ReturnType<typeof failedOutcome>, kind: FollowUpCall['kind']): Ended {
  if (kind === 'book') return { of: 'book', outcome: failed }
  return { of: 'cancel', outcome: failed.kind === 'rejected' ? { kind: 'refused', code: failed.code } : failed }
}

function mapped<From, To>(errand: Errand<From>, map: (end: From) => To): Errand<To> {
  return {
    get isAtGate() {
      return errand.isAtGate
    },
    request: () => errand.request(),
    answered: (answer) => {
      const end = errand.answered(answer)
      return end === null ? null : map(end)
    },
    again: (attempt) => errand.again(attempt),
  }
}
