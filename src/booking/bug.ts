/**
 * How a planted bug comes to light:
 * - `burst`: users ask for a seat each, all at once.
 * - `parties`: users ask for several seats each.
 * - `one-by-one`: users come one after the other, so that nothing happens beside most of them.
 * - `retries`: users try again with the same key after an answer that never came.
 * - `follow-up`: after the burst bookings are cancelled, keys repeated, or the event looked at.
 */
export type BugSetting = 'burst' | 'parties' | 'one-by-one' | 'retries' | 'follow-up'

/** A mistake that the embedded server can be made to make. */
export interface Bug {
  /** What goes wrong, in a sentence. */
  readonly harm: string
  /** The rule that is to catch it. */
  readonly rule: string
  readonly setting: BugSetting
}

/** Mistakes that booking systems have been seen to make, by the names under which they are planted. */
export const bugs = {
  'version-unchecked': {
    harm: 'the version is checked when the event is read, and not where it is written',
    rule: 'version-chain',
    setting: 'burst',
  },
  'rows-ignored': {
    harm: 'the guarded update changed no row, and the buyer is told of a booking all the same',
    rule: 'acked-durable',
    setting: 'burst',
  },
  'lock-per-user': {
    harm: 'the name of the lock holds the user, so that it keeps nobody from anybody else',
    rule: 'no-oversell',
    setting: 'burst',
  },
  'lock-when-nearly-full': {
    harm: 'the lock is only taken once few seats are left',
    rule: 'no-oversell',
    setting: 'burst',
  },
  'counter-drifts': {
    harm: 'the counter of seats is kept beside the bookings, and some changes do not reach it',
    rule: 'conservation',
    setting: 'burst',
  },
  'acknowledge-then-roll-back': {
    harm: 'the buyer is answered before the commit, and some transactions are rolled back',
    rule: 'acked-durable',
    setting: 'burst',
  },
  'conflict-but-booked': {
    harm: 'the booking is made, and the buyer is told of a conflict',
    rule: 'refused-but-booked',
    setting: 'burst',
  },
  'commit-then-fail': {
    harm: 'the booking is written, the answer is an error and the key forgotten: the retry books again',
    rule: 'one-effect-per-key',
    setting: 'retries',
  },
  'key-after-effect': {
    harm: 'a key is kept after the booking: of two requests that come together neither sees the other',
    rule: 'one-effect-per-key',
    setting: 'follow-up',
  },
  'key-unscoped': {
    harm: "a key is looked up without its user: who sends another's key is given the other's booking",
    rule: 'replay-fidelity',
    setting: 'follow-up',
  },
  'reference-repeats': {
    harm: 'references are drawn and not looked up, so that one is given out twice',
    rule: 'unique-reference',
    setting: 'burst',
  },
  'reference-counted': {
    harm: 'a reference is the highest number so far plus one, read before the transaction',
    rule: 'unique-reference',
    setting: 'burst',
  },
  'version-repeats': {
    harm: 'two entries are written under one version',
    rule: 'version-chain',
    setting: 'burst',
  },
  'version-skips': {
    harm: 'something raises the version and writes down nothing',
    rule: 'version-chain',
    setting: 'burst',
  },
  'version-stays-on-cancel': {
    harm: 'bookings raise the version, and cancellations do not',
    rule: 'version-chain',
    setting: 'follow-up',
  },
  'stale-availability': {
    harm: 'whoever looks at an event is shown what a cache kept for 200 ms',
    rule: 'read-freshness',
    setting: 'follow-up',
  },
  'returned-twice': {
    harm: 'a cancelled booking can be cancelled again, and returns its seats again',
    rule: 'returned-once',
    setting: 'follow-up',
  },
  'cancel-anyones': {
    harm: 'whoever knows a reference may cancel the booking',
    rule: 'ownership',
    setting: 'follow-up',
  },
  'partial-party': {
    harm: 'a party gets one seat fewer than it asked for',
    rule: 'all-or-nothing',
    setting: 'parties',
  },
  'queue-last-first': {
    harm: 'whoever came last moves up first',
    rule: 'waitlist-order',
    setting: 'follow-up',
  },
  'queue-stops': {
    harm: 'seats come back, and nobody who waits for them moves up',
    rule: 'no-idle-seat',
    setting: 'follow-up',
  },
  'promoted-twice': {
    harm: 'who is promoted stays in the queue, and is promoted again',
    rule: 'no-double-booking',
    setting: 'follow-up',
  },
  'early-sold-out': {
    harm: 'the last seat is never sold, because a comparison is off by one',
    rule: 'justified-refusal',
    setting: 'burst',
  },
  'busy-as-conflict': {
    harm: 'a server that is busy says that the event was changed, although nobody changed it',
    rule: 'spurious-conflict',
    setting: 'one-by-one',
  },
  'later-served-first': {
    harm: 'a later booking is entered before one that had been confirmed by then',
    rule: 'real-time-order',
    setting: 'one-by-one',
  },
  phantom: {
    harm: 'now and then a booking appears that nobody asked for',
    rule: 'no-phantom',
    setting: 'burst',
  },
  'throttled-but-booked': {
    harm: 'the limiter counts after the booking: the seat is taken, and the buyer is told to slow down',
    rule: 'refused-but-booked',
    setting: 'burst',
  },
} as const satisfies Readonly<Record<string, Bug>>

export type BugName = keyof typeof bugs

export const isBugName = (name: string): name is BugName => Object.hasOwn(bugs, name)

export const bugNames: readonly BugName[] = Object.keys(bugs).filter(isBugName)
