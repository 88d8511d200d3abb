import * as fc from 'fast-check'
import { userId } from '../../src/booking/event.ts'
import type { Outcome } from '../../src/booking/outcome.ts'
import type { EndedAttempt } from '../../src/fire/attempt.ts'
import type { EventRead } from '../../src/judge/facts.ts'
import type { DraftRound } from './draft-round.ts'
import { aftermathWith, HonestFollowUps, type Aftermath } from './honest-follow-ups.ts'
import { HonestServer, type Habits } from './honest-server.ts'
import { happenings, meet, type Happening } from './unkind-network.ts'

interface Step {
  readonly user: number
  readonly happening: Happening
  readonly earlier: number
  readonly later: number
  readonly asksAnew: boolean
  readonly cancels: boolean
  readonly looks: 'never' | 'at the version' | 'at the seats'
}

function stepsWith(possible: readonly Happening[]): fc.Arbitrary<readonly Step[]> {
  return fc.array(
    fc.record({
      user: fc.nat(11),
      happening: fc.constantFrom(...possible),
      earlier: fc.nat(60),
      later: fc.nat(60),
      asksAnew: fc.boolean(),
      cancels: fc.nat(5).map((roll) => roll === 0),
      looks: fc.constantFrom('never', 'at the version', 'at the seats'),
    }),
    { maxLength: 40 },
  )
}

const setting = {
  capacity: fc.integer({ min: 1, max: 12 }),
  waitlist: fc.boolean(),
  keyed: fc.boolean(),
  showsKeys: fc.boolean(),
  sharedAccounts: fc.boolean(),
  parties: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 12 }),
}

/** Rounds of a correct system in an unkind world: answers are lost, broken off, late and out of order. */
export const honestRounds: fc.Arbitrary<DraftRound> = unkindRounds()

/** The same, where whoever waits already may be told of that place again. */
export const placeKeepingRounds: fc.Arbitrary<DraftRound> = unkindRounds({ keepsPlaces: fc.constant(true) })

/** The same, where bookings are cancelled by nobody but those who hold them. */
export const undisturbedRounds: fc.Arbitrary<DraftRound> = unkindRounds({}, ({ steps, ...story }) => ({
  ...story,
  steps: steps.map((step) => ({ ...step, cancels: false })),
}))

/** The same, where others cancel too, and whoever cancels after them is told that there is nothing left to cancel. */
export const disturbedRounds: fc.Arbitrary<DraftRound> = unkindRounds({ repeatsCancelled: fc.constant(false) })

function unkindRounds(
  habits: Partial<Record<keyof Habits, fc.Arbitrary<boolean>>> = {},
  adapt: (story: Story) => Story = (story) => story,
): fc.Arbitrary<DraftRound> {
  return fc
    .record({
      ...setting,
      steps: stepsWith(happenings),
      habits: fc.record({
        keepsPlaces: fc.constant(false),
        keepsRefusals: fc.boolean(),
        queuesStrictly: fc.boolean(),
        repeatsCancelled: fc.boolean(),
        hidesBookings: fc.boolean(),
        ...habits,
      }),
      aftermath: aftermathWith(happenings),
      ledgerReadable: fc.nat(9).map((roll) => roll > 0),
      eventReadable: fc.nat(4).map((roll) => roll > 0),
      forgotten: fc.option(fc.nat(4), { freq: 2 }),
    })
    .map(({ forgotten, ...story }) => {
      const round = play(adapt(story))
      return forgotten === null ? round : interrupt(round, forgotten)
    })
}

const clearHappenings = ['served', 'served', 'conflict', 'rateLimited', 'rejected'] as const

/** Rounds of a correct system in which every answer arrived. */
export const clearRounds: fc.Arbitrary<DraftRound> = fc
  .record({
    ...setting,
    steps: stepsWith(clearHappenings),
    habits: fc.constant({
      keepsPlaces: false,
      keepsRefusals: false,
      queuesStrictly: false,
      repeatsCancelled: false,
      hidesBookings: false,
    }),
    aftermath: aftermathWith(clearHappenings),
    ledgerReadable: fc.constant(true),
    eventReadable: fc.constant(true),
  })
  .map(play)

interface Story {
  readonly capacity: number
  readonly waitlist: boolean
  readonly keyed: boolean
  readonly showsKeys: boolean
  readonly sharedAccounts: boolean
  readonly parties: readonly number[]
  readonly steps: readonly Step[]
  readonly habits: Habits
  readonly aftermath: Aftermath
  readonly ledgerReadable: boolean
  readonly eventReadable: boolean
}

function play(story: Story): DraftRound {
  const server = new HonestServer(story)
  const users = story.parties.length
  const rules = {
    seatsOf: (user: number) => story.parties[user] ?? 1,
    accountOf: (user: number) => userId(story.sharedAccounts ? `shared${user % 2}` : `u${user}`),
    keyOf: (user: number, operation: number) => (story.keyed ? `k${user}.${operation}` : null),
  }
  const attempts: EndedAttempt[] = []
  const reads: EventRead[] = []
  let writtenUs = -Infinity
  const latest = new Map<number, EndedAttempt>()
  const everyone = story.parties.map((_, user) => quietStep(user))
  for (const [index, step] of [...story.steps, ...everyone].entries()) {
    const user = step.user % users
    const last = latest.get(user)
    const at = index * 20
    if (step.looks !== 'never') reads.push({ ...lookAt(server, step, at), user })
    if (last && (!wantsMore(last.outcome) || last.endedUs > at)) continue
    // Whoever was refused may give up that wish and start another; an open one has to be asked again.
    const operation = last ? last.operation + (step.asksAnew && last.outcome.kind !== 'unknown' ? 1 : 0) : 0
    const wish = { account: rules.accountOf(user), key: rules.keyOf(user, operation), seats: rules.seatsOf(user) }
    const sentUs = Math.max(at - step.earlier, last?.endedUs ?? 0)
    const before = server.entries.length
    // A conflict takes somebody who wrote meanwhile.
    const isAlone = step.happening === 'conflict' && writtenUs < sentUs
    const { outcome, status } = meet(server, wish, isAlone ? 'served' : step.happening)
    // In the burst users only book. Who else cancels is for the ledger to say, so where there is none to be read, nobody does.
    if (step.cancels && story.ledgerReadable) server.cancelOldest()
    if (server.entries.length > before) writtenUs = at
    const attempt: EndedAttempt = {
      user,
      attempt: (last?.attempt ?? 0) + 1,
      operation,
      plannedUs: sentUs,
      sentUs,
      // Whose answer is lost may have given up long before the server came to it.
      endedUs: step.happening === 'answerLost' ? Math.max(sentUs, at + step.later - 30) : at + step.later,
      status,
      outcome,
    }
    latest.set(user, attempt)
    attempts.push(attempt)
  }
  const fromUs = Math.max(...attempts.map(({ endedUs }) => endedUs), (story.steps.length + users) * 20)
  const after = new HonestFollowUps({ ...story.aftermath, server, rules, users, burst: attempts, fromUs })
  const all = [...attempts, ...after.attempts]
  const last = server.entries.at(-1)
  return {
    accountOf: rules.accountOf,
    keyOf: after.keyOf,
    seatsOf: after.seatsOf,
    capacity: story.capacity,
    users,
    attempts: all.toSorted((a, b) => a.endedUs - b.endedUs),
    launched: all.length,
    reads: [...reads, ...after.reads].toSorted((a, b) => a.endedUs - b.endedUs),
    cancellations: after.cancellations,
    entries: server.entries,
    final: { available: last?.available ?? story.capacity, version: last?.version ?? 1 },
    closing: story.eventReadable ? 'final' : null,
    ledgerReadable: story.ledgerReadable,
    interrupted: false,
  }
}

/** Stopped early: nobody waited for the last attempts, and two more users never had their turn. */
function interrupt(round: DraftRound, forgotten: number): DraftRound {
  const recorded = Math.max(0, round.attempts.length - forgotten)
  return { ...round, attempts: round.attempts.slice(0, recorded), users: round.users + 2, interrupted: true }
}

function wantsMore({ kind }: Outcome): boolean {
  return kind !== 'booked' && kind !== 'waitlisted'
}

/** A look that shows the event as it is, said earlier or later than it was. */
function lookAt(server: HonestServer, { looks, earlier, later }: Step, at: number): Omit<EventRead, 'user'> {
  const { available, version } = server.look()
  return { sentUs: at - later, endedUs: at + earlier, available, version: looks === 'at the version' ? version : null }
}

/** Everybody asks at least once, so that a round that nobody interrupted is complete. */
function quietStep(user: number): Step {
  return { user, happening: 'served', earlier: 30, later: 30, asksAnew: false, cancels: false, looks: 'never' }
}
