import type { LedgerEntry } from '../../booking/ledger.ts'
import { ownerName, sinceVersion, witnessOfEntries } from '../evidence.ts'
import { followQueue } from '../queue.ts'
import type { Rule } from '../rule.ts'
import { held, idle, inconclusive, unseen, violated, withLedger } from '../ruling.ts'
import { seatsWithheld } from '../withheld.ts'
import { counted } from '../words.ts'

/**
 * Judged once the round was quiet: between a cancellation and the promotion that follows, seats are free by right. Without
 * versions nobody knows who waited longest, so that seats are idle only where whoever it was would fit.
 */
export const noIdleSeat: Rule = {
  id: 'no-idle-seat',
  statement: 'No seats stay free while the first in the queue would fit.',
  needs: 'ledger',
  uses: 'versions',
  check: withLedger((ledger, round) => {
    const { opening } = round.facts
    const { waiting } = followQueue(ledger, opening.capacity)
    const [longest] = waiting
    if (!longest) return idle('nobody waits')
    const head = ledger.versioned ? longest : largestOf(waiting, longest)
    const inUse = ledger.heldAfter.at(-1) ?? 0
    const free = ledger.event.capacity - inUse
    if (head.seats > free) {
      const found = `${counted(waiting.length, 'user')} waiting; ${counted(free, 'seat')} left, and `
      const isSure = ledger.versioned || waiting.every(({ seats }) => seats > free)
      if (isSure) return held(`${found}the first of them wants ${ledger.versioned ? head.seats : 'more'}`)
      return unseen(`${found}the first of them may be the one who wants ${head.seats}`)
    }
    const found = `${counted(free, 'seat')} stayed free while ${counted(waiting.length, 'user')} waited`
    const withheld = seatsWithheld(round)
    if (head.seats > free - withheld) {
      return inconclusive(`${found}, but up to ${withheld} may be held by who broke off on the way`)
    }
    if (opening.available < opening.capacity) {
      return inconclusive(`${found}, but the event was not fresh: somebody may have waited before them, for more`)
    }
    const claim = `${ownerName(ledger, head)} (${head.reference}) waits for ${counted(head.seats, 'seat')}${sinceVersion(head.version)}, and ${free} are free`
    return violated(found, [witnessOfEntries(ledger, claim, [head, ...ledger.entries.slice(-1)])])
  }),
}

function largestOf(waiting: readonly LedgerEntry[], first: LedgerEntry): LedgerEntry {
  return waiting.reduce((largest, entry) => (entry.seats > largest.seats ? entry : largest), first)
}
