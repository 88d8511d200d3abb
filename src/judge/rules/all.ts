import type { Rule } from '../rule.ts'
import { accounted } from './accounted.ts'
import { ackedDurable } from './acked-durable.ts'
import { allOrNothing } from './all-or-nothing.ts'
import { conservation } from './conservation.ts'
import { contended } from './contended.ts'
import { justifiedRefusal } from './justified-refusal.ts'
import { noDoubleBooking } from './no-double-booking.ts'
import { noIdleSeat } from './no-idle-seat.ts'
import { noOversell } from './no-oversell.ts'
import { noPhantom } from './no-phantom.ts'
import { oneEffectPerKey } from './one-effect-per-key.ts'
import { ownership } from './ownership.ts'
import { queuePlaces } from './queue-places.ts'
import { readFreshness } from './read-freshness.ts'
import { realTimeOrder } from './real-time-order.ts'
import { refusedButBooked } from './refused-but-booked.ts'
import { replayFidelity } from './replay-fidelity.ts'
import { returnedOnce } from './returned-once.ts'
import { sourcesAgree } from './sources-agree.ts'
import { spuriousConflict } from './spurious-conflict.ts'
import { uniqueReference } from './unique-reference.ts'
import { versionChain } from './version-chain.ts'
import { waitlistOrder } from './waitlist-order.ts'

/** Every rule: what was sold, in which order, what was said of it, and whether the round could tell. */
export const allRules: readonly Rule[] = [
  noOversell,
  conservation,
  sourcesAgree,
  versionChain,
  allOrNothing,
  noDoubleBooking,
  returnedOnce,
  ownership,
  waitlistOrder,
  queuePlaces,
  noIdleSeat,
  realTimeOrder,
  readFreshness,
  justifiedRefusal,
  spuriousConflict,
  uniqueReference,
  oneEffectPerKey,
  replayFidelity,
  ackedDurable,
  refusedButBooked,
  noPhantom,
  accounted,
  contended,
]
