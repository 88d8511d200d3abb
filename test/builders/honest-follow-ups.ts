import * as fc from 'fast-check'
import type { UserId } from '../../src/booking/event.ts'
import type { EndedAttempt } from '../../src/fire/attempt.ts'
import type { EventRead } from '../../src/judge/facts.ts'
import type { Cancellation } from '../../src/record/cancellation.ts'
import { HistoryRecorder } from '../../src/record/recorder.ts'
import { callsOf, type FollowUpCall } from '../../src/run/follow-up-calls.ts'
import { Standing } from '../../src/run/standing.ts'
import { resolveFollowUp } from '../../src/scenario/resolve.ts'
import type { FollowUpField } from '../../src/scenario/schema.ts'
import { followUpFields } from './follow-ups.ts'
import type { HonestServer } from './honest-server.ts'
import { meet, meetCancelling, type Happening } from './unkind-network.ts'

/** What a request meets, and what somebody sees who looks at the event while it is served. */
export interface Meeting {
  readonly happening: Happening
  readonly earlier: number
  readonly later: number
  readonly looks: 'never' | 'at the version' | 'at the seats'
}

/** What follows the burst, and what its requests meet, in turn. */
export interface Aftermath {
  readonly followUps: readonly FollowUpField[]
  readonly meetings: readonly Meeting[]
  readonly seed: number
}

export function aftermathWith(possible: readonly Happening[]): fc.Arbitrary<Aftermath> {
  return fc.record({
    followUps: fc.array(followUpFields, { maxLength: 3 }),
    meetings: fc.array(
      fc.record({
        happening: fc.constantFrom(...possible),
        earlier: fc.nat(300),
        later: fc.nat(300),
        looks: fc.constantFrom('never', 'at the version', 'at the seats'),
      }),
      { minLength: 1, maxLength: 25 },
    ),
    seed: fc.nat(),
  })
}

interface Rules {
  readonly seatsOf: (user: number) => number
  readonly accountOf: (user: number) => UserId
  readonly keyOf: (user: number, operation: number) => string | null
}

interface Setting extends Aftermath {
  readonly server: HonestServer
  readonly rules: Rules
  readonly users: number
  readonly burst: readonly EndedAttempt[]
  /** Later than all that the server has done so far. */
  readonly fromUs: number
}

/** Follow-ups of a correct system, each sent once all the answers to the one before it had come. */
export class HonestFollowUps {
  readonly attempts: EndedAttempt[] = []
  readonly cancellations: Cancellation[] = []
  readonly reads: EventRead[] = []
  readonly #setting: Setting
  readonly #standing: Standing
  readonly #wishes = new Map<string, { readonly key: string | null; readonly seats: number }>()
  /** Requests that their users have given up on, and that the server has not come to yet. */
  readonly #late: (() => void)[] = []
  #nowUs: number
  #writtenUs: number
  #met = 0

  constructor(setting: Setting) {
    this.#setting = setting
    this.#nowUs = setting.fromUs
    this.#writtenUs = setting.fromUs
    const recorder = new HistoryRecorder()
    for (const attempt of setting.burst.toSorted((a, b) => a.endedUs - b.endedUs)) recorder.add(attempt)
    this.#standing = new Standing(recorder.history())
    for (const [index, field] of setting.followUps.entries()) this.#play(field, index + 1)
    for (const act of this.#late) act()
  }

  readonly keyOf = (user: number, operation: number): string | null =>
    (this.#wishes.get(`${user}/${operation}`) ?? { key: this.#setting.rules.keyOf(user, operation) }).key

  readonly seatsOf = (user: number, operation: number): number =>
    this.#wishes.get(`${user}/${operation}`)?.seats ?? this.#setting.rules.seatsOf(user)

  #play(field: FollowUpField, step: number): void {
    const { users, seed, rules } = this.#setting
    const calls = callsOf(resolveFollowUp(field), {
      plan: { user: Uint32Array.from({ length: users }, (_, user) => user), seed },
      step,
      standing: this.#standing,
      accountOf: rules.accountOf,
      keyOf: this.keyOf,
      seatsOf: this.seatsOf,
    })
    const beganUs = this.#nowUs + 20
    const learnt = calls.map((call, index) => this.#meet(call, { calls, step, beganUs, atUs: beganUs + index * 20 }))
    for (const { learn } of learnt.toSorted((a, b) => a.endedUs - b.endedUs)) learn()
  }

  /** @returns what its user learns of it, and when */
  #meet(
    call: FollowUpCall,
    { calls, step, beganUs, atUs }: { calls: readonly FollowUpCall[]; step: number; beganUs: number; atUs: number },
  ): { readonly endedUs: number; readonly learn: () => void } {
    const meeting = this.#nextMeeting()
    this.#look(meeting, atUs)
    if (meeting.earlier % 2 === 0) this.#late.shift()?.()
    const sentUs = Math.max(beganUs, atUs - meeting.earlier)
    const isLost = meeting.happening === 'answerLost'
    const endedUs = isLost ? Math.max(sentUs, atUs + meeting.later - 150) : atUs + meeting.later
    this.#nowUs = Math.max(this.#nowUs, atUs, endedUs)
    const times = { sentUs, endedUs, step }
    // What nobody waits for any more may be served as late as in the next follow-up.
    const encounter = { what: meeting.happening, atUs, times, isLate: isLost && meeting.later % 2 === 0 }
    return call.kind === 'cancel'
      ? this.#meetCancelling(call, encounter)
      : this.#meetBooking(call, { ...encounter, isCopied: calls.filter(isCopyOf(call)).length > 1 })
  }

  #meetCancelling(
    { user, attempt, reference }: Extract<FollowUpCall, { kind: 'cancel' }>,
    { what, isLate, times }: Encounter,
  ): { readonly endedUs: number; readonly learn: () => void } {
    const asked = { userId: this.#setting.rules.accountOf(user), reference }
    const { server } = this.#setting
    if (isLate) this.#late.push(() => server.cancel(asked))
    const { outcome, status } = meetCancelling(server, asked, isLate ? 'lost' : what)
    const cancellation = { user, attempt, reference, ...times, status, outcome }
    return {
      endedUs: times.endedUs,
      learn: () => {
        this.cancellations.push(cancellation)
        this.#standing.learnCancelled(cancellation)
      },
    }
  }

  #meetBooking(
    { user, attempt, operation, key, seats }: Extract<FollowUpCall, { kind: 'book' }>,
    { what, atUs, isLate, times, isCopied }: Encounter & { readonly isCopied: boolean },
  ): { readonly endedUs: number; readonly learn: () => void } {
    const { server, rules } = this.#setting
    const wish = { account: rules.accountOf(user), key, seats }
    this.#wishes.set(`${user}/${operation}`, { key, seats })
    if (isLate) this.#late.push(() => server.book(wish))
    // A conflict takes somebody who wrote meanwhile, and a wish that has no answer yet.
    const isAlone = this.#writtenUs < times.sentUs || server.hasAnswered(wish)
    const happening = what === 'conflict' && isAlone ? 'served' : what
    const before = server.entries.length
    const { outcome, status } =
      isCopied && happening === 'lost'
        ? { outcome: { kind: 'unknown', cause: 'inFlight' } as const, status: 409 }
        : meet(server, wish, isLate ? 'lost' : happening)
    if (server.entries.length > before) this.#writtenUs = atUs
    const acknowledged = outcome.kind === 'booked' || outcome.kind === 'waitlisted' ? outcome : null
    return {
      endedUs: times.endedUs,
      learn: () => {
        this.attempts.push({ user, attempt, operation, plannedUs: times.sentUs, ...times, status, outcome })
        this.#standing.learn({ user, attempt, operation, acknowledged })
      },
    }
  }

  #nextMeeting(): Meeting {
    const { meetings } = this.#setting
    const meeting = meetings[this.#met++ % meetings.length]
    if (!meeting) throw new RangeError('a request has to meet something')
    return meeting
  }

  /** Readers are numbered behind the users. */
  #look({ looks, earlier, later }: Meeting, atUs: number): void {
    if (looks === 'never') return
    const { server, users } = this.#setting
    const { available, version } = server.look()
    this.reads.push({
      user: users + (later % 2),
      sentUs: atUs - later,
      endedUs: atUs + earlier,
      available,
      version: looks === 'at the version' ? version : null,
    })
  }
}

interface Encounter {
  readonly what: Happening
  /** When the server serves it. */
  readonly atUs: number
  readonly isLate: boolean
  readonly times: Pick<Cancellation, 'sentUs' | 'endedUs' | 'step'>
}

const isCopyOf =
  ({ user, key }: Extract<FollowUpCall, { kind: 'book' }>) =>
  (other: FollowUpCall): boolean =>
    key !== null && other.kind === 'book' && other.user === user && other.key === key
