import { ownerName, witnessOfEntries } from '../evidence.ts'
import { followQueue } from '../queue.ts'
import type { Rule } from '../rule.ts'
import { held, idle, inconclusive, violated, withLedger } from '../ruling.ts'
import { counted } from '../words.ts'

/** Judged once the round was quiet: between a cancellation and the promotion that follows, seats are free by right. */
export const noIdleSeat: Rule = {
  id: 'no-idle-seat',
  statement: 'No seats stay free while the first in the queue would fit.',
  needs: 'ledger',
  uses: 'versions',
  check: withLedger((ledger, { facts: { opening } }) => {
    const { waiting } = followQueue(ledger, opening.capacity)
    const [head] = waiting
    if (!head) return idle('nobody waits')
    const inUse = ledger.heldAfter.at(-1) ?? 0
    const free = ledger.event.capacity - inUse
    if (head.seats > free) {
      return held(
        `${counted(waiting.length, 'user')} waiting; ${counted(free, 'seat')} left, and the first of them wants ${head.seats}`,
      )
    }
    const found = `${counted(free, 'seat')} stayed free while ${counted(waiting.length, 'user')} waited`
    if (opening.available < opening.capacity) {
      return inconclusive(`${found}, but the event was not fresh: somebody may have waited before them, for more`)
    }
    const claim = `${ownerName(ledger, head)} (${head.reference}) waits for ${counted(head.seats, 'seat')} since version ${head.version}, and ${free} are free`
    return violated(found, [witnessOfEntries(ledger, claim, [head, ...ledger.entries.slice(-1)])])
  }),
}
