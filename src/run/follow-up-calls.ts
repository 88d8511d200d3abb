import type { Reference, UserId } from '../booking/event.ts'
import type { RoundPlan } from '../plan/plan.ts'
import { mix, permutation } from '../plan/random.ts'
import type { FollowUp } from '../scenario/follow-up.ts'
import type { Possession, Standing } from './standing.ts'

/** One request of a follow-up: numbered as the history numbers it. */
export type FollowUpCall =
  | { readonly kind: 'cancel'; readonly user: number; readonly attempt: number; readonly reference: Reference }
  | {
      readonly kind: 'book'
      readonly user: number
      readonly attempt: number
      readonly operation: number
      readonly key: string | null
      readonly seats: number
    }

export interface FollowUpSetting {
  readonly plan: Pick<RoundPlan, 'user' | 'seed'>
  /** The number of the follow-up, from 1. */
  readonly step: number
  readonly standing: Standing
  readonly accountOf: (user: number) => UserId
  /** What an operation carried as its key, or is to carry. */
  readonly keyOf: (user: number, operation: number) => string | null
  /** Seats that an operation asked for, or is to ask for. */
  readonly seatsOf: (user: number, operation: number) => number
}

/** Who sends what in a follow-up, in the order in which it is released: drawn from the seed, as that of the burst is. */
export function callsOf({ cancel, repeat, book }: FollowUp, setting: FollowUpSetting): readonly FollowUpCall[] {
  const calls = [
    ...(cancel ? cancelCalls(cancel, setting) : []),
    ...(repeat ? repeatCalls(repeat, setting) : []),
    ...(book ? bookCalls(book, setting) : []),
  ]
  const { seed } = setting.plan
  return Array.from(permutation(calls.length, mix(seed, setting.step)), (index) => calls[index] ?? []).flat()
}

function cancelCalls(
  { what, by, times }: NonNullable<FollowUp['cancel']>,
  setting: FollowUpSetting,
): readonly FollowUpCall[] {
  const { standing } = setting
  return standing.possessions.filter(isMeantBy(what)).flatMap(({ user: owner, reference }) => {
    const user = by === 'owner' ? owner : strangerTo(owner, setting)
    if (user === null) return []
    return repeated(times, () => ({
      kind: 'cancel' as const,
      user,
      attempt: standing.nextCancellation(user, reference),
      reference,
    }))
  })
}

const isMeantBy =
  (what: NonNullable<FollowUp['cancel']>['what']) =>
  ({ kind }: Possession): boolean =>
    what === 'all' || (what === 'bookings') === (kind === 'booked')

function repeatCalls(
  { as, times }: NonNullable<FollowUp['repeat']>,
  setting: FollowUpSetting,
): readonly FollowUpCall[] {
  const { standing, plan, keyOf, seatsOf } = setting
  return Array.from(plan.user).flatMap((owner) => {
    const granted = standing.grantedTo(owner)
    if (granted === null) return []
    const asked = seatsOf(owner, granted)
    const user = as === 'otherUser' ? nextTo(owner, setting) : owner
    const operation = as === 'same' ? granted : standing.nextOperation(user)
    const wish = { user, operation, key: keyOf(owner, granted), seats: as === 'otherSeats' ? otherThan(asked) : asked }
    return repeated(times, () => ({ kind: 'book' as const, ...wish, attempt: standing.nextAttempt(user) }))
  })
}

const otherThan = (seats: number): number => (seats === 1 ? 2 : seats - 1)

function bookCalls({ who, times }: NonNullable<FollowUp['book']>, setting: FollowUpSetting): readonly FollowUpCall[] {
  const { standing, plan, keyOf, seatsOf } = setting
  const { holders } = standing
  const users = Array.from(plan.user).filter((user) => who === 'everyone' || !holders.has(user))
  return users.flatMap((user) => {
    const operation = standing.nextOperation(user)
    const wish = { user, operation, key: keyOf(user, operation), seats: seatsOf(user, operation) }
    return repeated(times, () => ({ kind: 'book' as const, ...wish, attempt: standing.nextAttempt(user) }))
  })
}

const repeated = <Value>(times: number, make: () => Value): readonly Value[] => Array.from({ length: times }, make)

function nextTo(user: number, { plan }: FollowUpSetting): number {
  const others = plan.user.length
  return (user + 1) % others
}

/** The next user with another account; null where all share one. */
function strangerTo(owner: number, { plan, accountOf }: FollowUpSetting): number | null {
  const users = plan.user.length
  for (let step = 1; step < users; step++) {
    const user = (owner + step) % users
    if (accountOf(user) !== accountOf(owner)) return user
  }
  return null
}
