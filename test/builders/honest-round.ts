import * as fc from 'fast-check'
import { userId } from '../../src/booking/event.ts'
import type { Outcome } from '../../src/booking/outcome.ts'
import type { EndedAttempt } from '../../src/fire/attempt.ts'
import type { DraftRound } from './draft-round.ts'
import { HonestServer } from './honest-server.ts'
import { happenings, meet, type Happening } from './unkind-network.ts'

interface Step {
  readonly user: number
  readonly happening: Happening
  readonly earlier: number
  readonly later: number
  readonly asksAnew: boolean
  readonly cancels: boolean
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
export const honestRounds: fc.Arbitrary<DraftRound> = fc
  .record({
    ...setting,
    steps: stepsWith(happenings),
    ledgerReadable: fc.nat(9).map((roll) => roll > 0),
    forgotten: fc.option(fc.nat(4), { freq: 2 }),
  })
  .map(({ forgotten, ...story }) => (forgotten === null ? play(story) : interrupt(play(story), forgotten)))

/** Rounds of a correct system in which every answer arrived. */
export const clearRounds: fc.Arbitrary<DraftRound> = fc
  .record({
    ...setting,
    steps: stepsWith(['served', 'served', 'conflict', 'rateLimited', 'rejected']),
    ledgerReadable: fc.constant(true),
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
  readonly ledgerReadable: boolean
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
  const latest = new Map<number, EndedAttempt>()
  const everyone = story.parties.map((_, user) => quietStep(user))
  for (const [index, step] of [...story.steps, ...everyone].entries()) {
    const user = step.user % users
    const last = latest.get(user)
    const at = index * 20
    if (last && (!wantsMore(last.outcome) || last.endedUs > at)) continue
    // Whoever was refused may give up that wish and start another; an open one has to be asked again.
    const operation = last ? last.operation + (step.asksAnew && last.outcome.kind !== 'unknown' ? 1 : 0) : 0
    const wish = { account: rules.accountOf(user), key: rules.keyOf(user, operation), seats: rules.seatsOf(user) }
    const { outcome, status } = meet(server, wish, step.happening)
    // Users only book. Who else cancels is for the ledger to say, so where there is none to be read, nobody does.
    if (step.cancels && story.ledgerReadable) server.cancelOldest()
    const sentUs = Math.max(at - step.earlier, last?.endedUs ?? 0)
    const attempt: EndedAttempt = {
      user,
      attempt: (last?.attempt ?? 0) + 1,
      operation,
      plannedUs: sentUs,
      sentUs,
      endedUs: at + step.later,
      status,
      outcome,
    }
    latest.set(user, attempt)
    attempts.push(attempt)
  }
  const last = server.entries.at(-1)
  return {
    ...rules,
    capacity: story.capacity,
    users,
    attempts: attempts.toSorted((a, b) => a.endedUs - b.endedUs),
    launched: attempts.length,
    entries: server.entries,
    final: { available: last?.available ?? story.capacity, version: last?.version ?? 1 },
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

/** Everybody asks at least once, so that a round that nobody interrupted is complete. */
function quietStep(user: number): Step {
  return { user, happening: 'served', earlier: 30, later: 30, asksAnew: false, cancels: false }
}
