import type { Arrivals } from './arrivals.ts'

export const cancelWhats = ['bookings', 'places', 'all'] as const
export const cancelBys = ['owner', 'stranger'] as const
export const repeatAs = ['same', 'otherSeats', 'otherUser'] as const
export const bookWhos = ['losers', 'everyone'] as const

/**
 * What users do once the burst is over, or the follow-up before it: all of it at once. The second round on the same
 * bookings breaks more systems than the first.
 */
export interface FollowUp {
  /**
   * Gives back bookings, places in the queue, or both; each so often at once, by its owner or by somebody whose it is
   * not.
   */
  readonly cancel: {
    readonly what: (typeof cancelWhats)[number]
    readonly by: (typeof cancelBys)[number]
    readonly times: number
  } | null
  /**
   * Whoever was given something sends the same key again, so often at once: as before, for another number of seats,
   * or by the next user.
   */
  readonly repeat: { readonly as: (typeof repeatAs)[number]; readonly times: number } | null
  /** Users ask anew under a new key, and send each request so often at once. */
  readonly book: { readonly who: (typeof bookWhos)[number]; readonly times: number } | null
}

export const timesMax = 100
const requestsMax = 20_000

/**
 * Why follow-ups cannot be played by so many users, as one sentence that says what is allowed; null where they can. Each
 * request of a follow-up has a connection of its own, so that all of them can leave at once.
 */
export function refusedFollowUps(
  followUps: readonly FollowUp[],
  { arrivals, users }: { readonly arrivals: Arrivals; readonly users: number },
): string | null {
  if (followUps.length > 0 && arrivals.pattern === 'loop') {
    return 'users who go again and again are not followed up; allowed are other arrivals'
  }
  const most = Math.max(0, ...followUps.map((_, index) => requestsOf(followUps, index, users)))
  if (most <= requestsMax) return null
  return (
    `what follows the burst comes to ${most.toLocaleString('en')} requests at once; ` +
    `allowed are ${requestsMax.toLocaleString('en')}`
  )
}

/** The most requests that the follow-up at an index can come to. */
export function requestsOf(followUps: readonly FollowUp[], index: number, users: number): number {
  // Every time that everybody books, be it with the key of another, everybody may have one thing more to give back.
  const held = 1 + followUps.slice(0, index).reduce((sum, earlier) => sum + gainedIn(earlier), 0)
  const { cancel, repeat, book } = followUps[index] ?? { cancel: null, repeat: null, book: null }
  return users * ((cancel?.times ?? 0) * held + (repeat?.times ?? 0) + (book?.times ?? 0))
}

const gainedIn = ({ repeat, book }: FollowUp): number => (repeat?.as === 'otherUser' ? 1 : 0) + (book === null ? 0 : 1)

/** What a follow-up is, as a person reads it: `every booking is cancelled 10 times, while whoever has none books`. */
export function followUpText({ cancel, repeat, book }: FollowUp): string {
  return [
    cancel ? `${cancelTexts[cancel.what]} is cancelled${times(cancel.times)}${byText[cancel.by]}` : [],
    repeat ? `every key is sent again${repeatTexts[repeat.as]}${times(repeat.times)}` : [],
    book ? `${book.who === 'everyone' ? 'everyone' : 'whoever has nothing'} books${times(book.times)}` : [],
  ]
    .flat()
    .join(', while ')
}

const times = (count: number): string => (count === 1 ? '' : ` ${count} times at once`)

const cancelTexts = {
  bookings: 'every booking',
  places: 'every place in the queue',
  all: 'every booking and every place in the queue',
} as const

const byText = { owner: '', stranger: ' by somebody else' } as const

const repeatTexts = { same: '', otherSeats: ' for other seats', otherUser: ' by the next user' } as const
