import { strategies, type Strategy } from './strategy.ts'

/** Users ask for a seat each, all at once, until everything is sold. */
const crowd = 'quick --users 60 --capacity 20 --retry immediate --processing 2ms --rate-limit off'
/** Users ask for several seats each. */
const parties = 'quick --users 20 --seats 3 --capacity 30 --retry immediate --rate-limit off'
/** Users come one after the other, so that nothing happens beside most of them. */
const oneByOne = 'quick --users 40 --capacity 20 --arrivals ramp:800ms --rate-limit off'
/** There is enough for all, and whoever has no answer asks again. */
const enough = 'quick --users 60 --capacity 60 --retry immediate --rate-limit off'
/** A burst in which chance should decide, played often enough to tell. */
const lottery =
  'quick --users 60 --capacity 20 --retry immediate --processing 10ms --rate-limit off --fairness lottery --repeat 3'
/** Users try again while others come for the first time, and chance should decide. */
const newcomers =
  'quick --capacity 150 --arrivals rate:150/4s --retry backoff --processing 15ms --rate-limit off --fairness lottery --repeat 4'

/** A mistake that the embedded server can be made to make. */
export interface Bug {
  /** What goes wrong, in a sentence. */
  readonly harm: string
  /** A public report of such a thing, as `owner/repository#number`; left out where none is known. */
  readonly seenIn?: string
  /** The rule that is to catch it. */
  readonly rule: string
  /** What brings it to light: the arguments of `bookload run`, but for `--bug`. */
  readonly shownBy: string
  /** The only strategies under which it shows, best first; left out where it shows under all of them. */
  readonly strategies?: readonly [Strategy, ...Strategy[]]
}

/** Mistakes that booking systems have been seen to make, by the names under which they are planted. */
export const bugs = {
  'version-unchecked': {
    harm: 'the version is checked when the event is read, and not where it is written',
    seenIn: 'typeorm/typeorm#2848',
    rule: 'version-chain',
    shownBy: crowd,
    strategies: ['optimistic'],
  },
  'rows-ignored': {
    harm: 'the guarded update changed no row, and the buyer is told of a booking all the same',
    seenIn: 'hoangdaochuz/booking#27',
    rule: 'acked-durable',
    shownBy: crowd,
    strategies: ['optimistic'],
  },
  'lock-per-user': {
    harm: 'the name of the lock holds the user, so that it keeps nobody from anybody else',
    seenIn: 'hoangdaochuz/booking#27',
    rule: 'no-oversell',
    shownBy: crowd,
    strategies: ['pessimistic'],
  },
  'lock-when-nearly-full': {
    harm: 'the lock is only taken once few seats are left',
    seenIn: 'fossasia/eventyay#1359',
    rule: 'no-oversell',
    shownBy: crowd,
    strategies: ['pessimistic'],
  },
  'counter-drifts': {
    harm: 'the counter of seats is kept beside the bookings, and some changes do not reach it',
    seenIn: 'medusajs/medusa#16569',
    rule: 'conservation',
    shownBy: crowd,
    strategies: ['optimistic', 'pessimistic'],
  },
  'acknowledge-then-roll-back': {
    harm: 'the buyer is answered before the commit, and some transactions are rolled back',
    seenIn: 'medusajs/medusa#15122',
    rule: 'acked-durable',
    shownBy: crowd,
  },
  'conflict-but-booked': {
    harm: 'the booking is made, and the buyer is told of a conflict',
    rule: 'refused-but-booked',
    shownBy: crowd,
  },
  'commit-then-fail': {
    harm: 'the booking is written, the answer is an error and the key forgotten: the retry books again',
    seenIn: 'PrestaShopCorp/ps_checkout#1546',
    rule: 'one-effect-per-key',
    shownBy: enough,
  },
  'key-after-effect': {
    harm: 'a key is kept after the booking: of two requests that come together neither sees the other',
    seenIn: 'woocommerce/woocommerce#62659',
    rule: 'one-effect-per-key',
    shownBy: 'double-submit',
    strategies: ['atomic', 'pessimistic'],
  },
  'key-unscoped': {
    harm: "a key is looked up without its user: who sends another's key is given the other's booking",
    rule: 'replay-fidelity',
    shownBy: 'key-mismatch',
  },
  'reference-repeats': {
    harm: 'references are drawn and not looked up, so that one is given out twice',
    seenIn: 'PrestaShop/PrestaShop#11115',
    rule: 'unique-reference',
    shownBy: crowd,
  },
  'reference-counted': {
    harm: 'a reference is the highest number so far plus one, read before the transaction',
    seenIn: 'PrestaShop/PrestaShop#28757',
    rule: 'unique-reference',
    shownBy: crowd,
    strategies: ['atomic'],
  },
  'version-repeats': {
    harm: 'two entries are written under one version',
    rule: 'version-chain',
    shownBy: crowd,
  },
  'version-skips': {
    harm: 'something raises the version and writes down nothing',
    rule: 'version-chain',
    shownBy: crowd,
  },
  'version-stays-on-cancel': {
    harm: 'bookings raise the version, and cancellations do not',
    rule: 'version-chain',
    shownBy: 'double-cancel',
  },
  'stale-availability': {
    harm: 'whoever looks at an event is shown what a cache kept for 200 ms',
    seenIn: 'shopware/shopware#14816',
    rule: 'read-freshness',
    shownBy: 'cancel-rebook',
  },
  'returned-twice': {
    harm: 'a cancelled booking can be cancelled again, and returns its seats again',
    seenIn: 'woocommerce/woocommerce#22489',
    rule: 'returned-once',
    shownBy: 'double-cancel',
  },
  'cancel-anyones': {
    harm: 'whoever knows a reference may cancel the booking',
    rule: 'ownership',
    shownBy: 'double-cancel',
  },
  'partial-party': {
    harm: 'a party gets one seat fewer than it asked for',
    rule: 'all-or-nothing',
    shownBy: parties,
  },
  'queue-last-first': {
    harm: 'whoever came last moves up first',
    rule: 'waitlist-order',
    shownBy: 'waitlist',
  },
  'queue-stops': {
    harm: 'seats come back, and nobody who waits for them moves up',
    seenIn: 'SandeepVashishtha/Eventra#11892',
    rule: 'no-idle-seat',
    shownBy: 'waitlist',
  },
  'place-given-twice': {
    harm: 'a place in the queue is counted before its user has joined, and others join meanwhile',
    rule: 'queue-places',
    shownBy: 'conference-waitlist',
    strategies: ['pessimistic', 'atomic'],
  },
  'promoted-twice': {
    harm: 'who is promoted stays in the queue, and is promoted again',
    seenIn: 'SandeepVashishtha/Eventra#5698',
    rule: 'no-double-booking',
    shownBy: 'waitlist',
  },
  'early-sold-out': {
    harm: 'the last seat is never sold, because a comparison is off by one',
    seenIn: 'fossasia/open-event-frontend#3492',
    rule: 'justified-refusal',
    shownBy: crowd,
    strategies: ['optimistic'],
  },
  'busy-as-conflict': {
    harm: 'a server that is busy says that the event was changed, although nobody changed it',
    rule: 'spurious-conflict',
    shownBy: oneByOne,
  },
  'later-served-first': {
    harm: 'a later booking is entered before one that had been confirmed by then',
    rule: 'real-time-order',
    shownBy: oneByOne,
  },
  phantom: {
    harm: 'now and then a booking appears that nobody asked for',
    rule: 'no-phantom',
    shownBy: crowd,
  },
  'throttled-but-booked': {
    harm: 'the limiter counts after the booking: the seat is taken, and the buyer is told to slow down',
    rule: 'refused-but-booked',
    shownBy: crowd,
  },
  'odd-users-lose': {
    harm: 'of those who ask at once, users with an odd id are served last',
    rule: 'no-preference',
    shownBy: lottery,
  },
  'retrier-last': {
    harm: 'whoever was refused once is served after everybody else, however many more come',
    rule: 'starvation',
    shownBy: newcomers,
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
