import type { BugName } from '../../booking/bug.ts'
import { acknowledgeThenRollBack } from './acknowledge-then-roll-back.ts'
import { busyAsConflict } from './busy-as-conflict.ts'
import { cancelAnyones } from './cancel-anyones.ts'
import { commitThenFail } from './commit-then-fail.ts'
import { conflictButBooked } from './conflict-but-booked.ts'
import { counterDrifts } from './counter-drifts.ts'
import { earlySoldOut } from './early-sold-out.ts'
import { keyAfterEffect } from './key-after-effect.ts'
import { keyUnscoped } from './key-unscoped.ts'
import { laterServedFirst } from './later-served-first.ts'
import { lockPerUser } from './lock-per-user.ts'
import { lockWhenNearlyFull } from './lock-when-nearly-full.ts'
import { oddUsersLose } from './odd-users-lose.ts'
import { partialParty } from './partial-party.ts'
import { phantom } from './phantom.ts'
import { placeGivenTwice } from './place-given-twice.ts'
import { promotedTwice } from './promoted-twice.ts'
import { queueLastFirst } from './queue-last-first.ts'
import { queueStops } from './queue-stops.ts'
import { referenceCounted } from './reference-counted.ts'
import { referenceRepeats } from './reference-repeats.ts'
import { retrierLast } from './retrier-last.ts'
import { returnedTwice } from './returned-twice.ts'
import { rowsIgnored } from './rows-ignored.ts'
import { staleAvailability } from './stale-availability.ts'
import { throttledButBooked } from './throttled-but-booked.ts'
import { versionRepeats } from './version-repeats.ts'
import { versionSkips } from './version-skips.ts'
import { versionStaysOnCancel } from './version-stays-on-cancel.ts'
import { versionUnchecked } from './version-unchecked.ts'
import type { PlantedBug } from './planted-bug.ts'

const planters: Readonly<Record<BugName, () => PlantedBug>> = {
  'version-unchecked': versionUnchecked,
  'rows-ignored': rowsIgnored,
  'lock-per-user': lockPerUser,
  'lock-when-nearly-full': lockWhenNearlyFull,
  'counter-drifts': counterDrifts,
  'acknowledge-then-roll-back': acknowledgeThenRollBack,
  'conflict-but-booked': conflictButBooked,
  'commit-then-fail': commitThenFail,
  'key-after-effect': keyAfterEffect,
  'key-unscoped': keyUnscoped,
  'reference-repeats': referenceRepeats,
  'reference-counted': referenceCounted,
  'version-repeats': versionRepeats,
  'version-skips': versionSkips,
  'version-stays-on-cancel': versionStaysOnCancel,
  'stale-availability': staleAvailability,
  'returned-twice': returnedTwice,
  'cancel-anyones': cancelAnyones,
  'partial-party': partialParty,
  'queue-last-first': queueLastFirst,
  'queue-stops': queueStops,
  'place-given-twice': placeGivenTwice,
  'promoted-twice': promotedTwice,
  'early-sold-out': earlySoldOut,
  'busy-as-conflict': busyAsConflict,
  'later-served-first': laterServedFirst,
  phantom,
  'throttled-but-booked': throttledButBooked,
  'odd-users-lose': oddUsersLose,
  'retrier-last': retrierLast,
}

/** @returns what takes the place of parts of a server; of none where no bug is wanted */
export const plantBug = (name: BugName | undefined): PlantedBug => (name === undefined ? {} : planters[name]())
