import { strategies, type Strategy } from './strategy.ts'

/**
 * How a planted bug comes to light:
 * - `burst`: users ask for a seat each, all at once.
 * - `parties`: users ask for several seats each.
 * - `one-by-one`: users come one after the other, so that nothing happens beside most of them.
 * - `retries`: users try again with the same key after an answer that never came.
 * - `lottery`: a burst in which chance should decide, played often enough to tell.
 * - `newcomers`: users try again while others come for the first time, and chance should decide.
 * - `follow-up`: after the burst bookings are cancelled, keys repeated, or the event looked at.
 */
export type BugSetting = 'burst' | 'parties' | 'one-by-one' | 'retries' | 'lottery' | 'newcomers' | 'follow-up'

/** A mistake that the embedded server can be made to make. */
export interface Bug {
  /** What goes wrong, in a sentence. */
  readonly harm: string
  /** A public report of such a thing, as `owner/repository#number`; left out where none is known. */
  readonly seenIn?: string
  /** The rule that is to catch it. */
  readonly rule: string
  readonly setting: BugSetting
  /** The only strategies under which it shows, best first; left out where it shows under all of them. */
  readonly strategies?: readonly [Strategy, ...Strategy[]]
}

/** Mistakes that booking systems have been seen to make, by the names under which they are planted. */
export const bugs = {
  'version-unchecked': {
    harm: 'the version is checked when the event is read, and not where it is written',
    seenIn: 'typeorm/typeorm#2848',
    rule: 'version-chain',
    setting: 'burst',
    strategies: ['optimistic'],
  },
  'rows-ignored': {
    harm: 'the guarded update changed no row, and the buyer is told of a booking all the same',
    seenIn: 'hoangdaochuz/booking#27',
    rule: 'acked-durable',
    setting: 'burst',
    strategies: ['optimistic'],
  },
  'lock-per-user': {
    harm: 'the name of the lock holds the user, so that it keeps nobody from anybody else',
    seenIn: 'hoangdaochuz/booking#27',
    rule: 'no-oversell',
    setting: 'burst',
    strategies: ['pessimistic'],
  },
  'lock-when-nearly-full': {
    harm: 'the lock is only taken once few seats are left',
    seenIn: 'fossasia/eventyay#1359',
    rule: 'no-oversell',
    setting: 'burst',
    strategies: ['pessimistic'],
  },
  'counter-drifts': {
    harm: 'the counter of seats is kept beside the bookings, and some changes do not reach it',
    seenIn: 'medusajs/medusa#16569',
    rule: 'conservation',
    setting: 'burst',
    strategies: ['optimistic', 'pessimistic'],
  },
  'acknowledge-then-roll-back': {
    harm: 'the buyer is answered before the commit, and some transactions are rolled back',
    seenIn: 'medusajs/medusa#15122',
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
    seenIn: 'PrestaShopCorp/ps_checkout#1546',
    rule: 'one-effect-per-key',
    setting: 'retries',
  },
  'key-after-effect': {
    harm: 'a key is kept after the booking: of two requests that come together neither sees the other',
    seenIn: 'woocommerce/woocommerce#62659',
    rule: 'one-effect-per-key',
    setting: 'follow-up',
    strategies: ['atomic', 'pessimistic'],
  },
  'key-unscoped': {
    harm: "a key is looked up without its user: who sends another's key is given the other's booking",
    rule: 'replay-fidelity',
    setting: 'follow-up',
  },
  'reference-repeats': {
    harm: 'references are drawn and not looked up, so that one is given out twice',
    seenIn: 'PrestaShop/PrestaShop#11115',
    rule: 'unique-reference',
    setting: 'burst',
  },
  'reference-counted': {
    harm: 'a reference is the highest number so far plus one, read before the transaction',
    seenIn: 'PrestaShop/PrestaShop#28757',
    rule: 'unique-reference',
    setting: 'burst',
    strategies: ['atomic'],
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
    seenIn: 'shopware/shopware#14816',
    rule: 'read-freshness',
    setting: 'follow-up',
  },
  'returned-twice': {
    harm: 'a cancelled booking can be cancelled again, and returns its seats again',
    seenIn: 'woocommerce/woocommerce#22489',
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
    seenIn: 'SandeepVashishtha/Eventra#11892',
    rule: 'no-idle-seat',
    setting: 'follow-up',
  },
  'promoted-twice': {
    harm: 'who is promoted stays in the queue, and is promoted again',
    seenIn: 'SandeepVashishtha/Eventra#5698',
    rule: 'no-double-booking',
    setting: 'follow-up',
  },
  'early-sold-out': {
    harm: 'the last seat is never sold, because a comparison is off by one',
    seenIn: 'fossasia/open-event-frontend#3492',
    rule: 'justified-refusal',
    setting: 'burst',
    strategies: ['optimistic'],
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
  'odd-users-lose': {
    harm: 'of those who ask at once, users with an odd id are served last',
    rule: 'no-preference',
    setting: 'lottery',
  },
  'retrier-last': {
    harm: 'whoever was refused once is served after everybody else, however many more come',
    rule: 'starvation',
    setting: 'newcomers',
    strategies: ['optimistic'],
  },
} as const satisfies Readonly<Record<string, Bug>>

export type BugName = keyof typeof bugs

export const isBugName = (name: string): name is BugName => Object.hasOwn(bugs, name)

export const bugNames: readonly BugName[] = Object.keys(bugs).filter(isBugName)

/** The strategies under which a bug shows; under any other it would be planted in vain. */
export function strategiesWith(name: BugName): readonly [Strategy, ...Strategy[]] {
  const bug: Bug = bugs[name]
  return bug.strategies ?? strategies
}
