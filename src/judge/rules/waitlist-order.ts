import { ownerName, witnessOfEntries } from '../evidence.ts'
import type { RoundFacts } from '../facts.ts'
import type { JudgedLedger } from '../judged-round.ts'
import { followQueue, type Overtaking } from '../queue.ts'
import type { Rule, Witness } from '../rule.ts'
import { doubtful, held, idle, inconclusive, violated, withLedger } from '../ruling.ts'
import { counted } from '../words.ts'

/**
 * The versions say in which order users joined. Whether a large party holds up those behind it is for the system to
 * decide; to pass over somebody who would have fitted is wrong either way.
 */
export const waitlistOrder: Rule = {
  id: 'waitlist-order',
  statement: 'Nobody is promoted past somebody who joined the queue earlier and would have fitted.',
  needs: 'versions',
  uses: 'versions',
  check: withLedger((ledger, round) => {
    const { facts } = round
    const { capacity } = facts.opening
    const { promotions, overtakings } = followQueue(ledger, capacity)
    if (promotions === 0) return idle('nobody was promoted')
    if (overtakings.length > 0 && ledger.event.capacity !== capacity) {
      return inconclusive(
        'the capacity changed during the round, and no entry says when, so nobody knows who would have fitted',
      )
    }
    const sure = overtakings.flatMap((overtaking) => sureOf(overtaking, facts))
    const foundOf = (count: number) =>
      `${count} of ${counted(promotions, 'promotion')} passed over somebody who had joined earlier`
    if (sure.length > 0) {
      return violated(
        foundOf(sure.length),
        sure.map((overtaking) => witnessOf(ledger, overtaking)),
      )
    }
    if (overtakings.length > 0) {
      const doubt = 'but for whom a step of a booking that holds seats may have left too few'
      return doubtful(round, `${foundOf(overtakings.length)}, ${doubt}`)
    }
    return held(`${counted(promotions, 'promotion')}, none of them past anybody who would have fitted`)
  }),
}

/** Where seats may be held that no entry tells of, only parties that are no larger would have fitted for certain. */
function sureOf({ entry, overtaken }: Overtaking, { mayHold = false }: RoundFacts): Overtaking | [] {
  const sure = mayHold ? overtaken.filter(({ seats }) => seats <= entry.seats) : overtaken
  return sure.length === 0 ? [] : { entry, overtaken: sure }
}

function witnessOf(ledger: JudgedLedger, { entry, overtaken }: Overtaking): Witness {
  const [first] = overtaken
  const passed = first
    ? `${ownerName(ledger, first)}, who had waited for ${counted(first.seats, 'seat')} since version ${first.version}`
    : ''
  const claim = `version ${entry.version} promoted ${ownerName(ledger, entry)} (${entry.reference}) past ${passed}`
  return witnessOfEntries(ledger, claim, [...overtaken.slice(0, 3), entry])
}
