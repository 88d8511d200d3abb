import type { EventState } from '../../booking/event.ts'
import { answeredSeats, isOlderThanAnswers, isOlderThanLedger, seatsTaken } from '../counter.ts'
import { atVersion, witness } from '../evidence.ts'
import type { JudgedLedger, JudgedRound } from '../judged-round.ts'
import { soldBy } from '../replay.ts'
import type { Rule, Ruling, Witness } from '../rule.ts'
import { held, inconclusive, lacking, violated } from '../ruling.ts'
import { canAddUpTo } from '../subset-sum.ts'
import { watchedText } from '../watched-text.ts'
import { seatsWithheld, seatsWithheldByTold } from '../withheld.ts'
import { counted } from '../words.ts'

/**
 * What was promised, what was written down and what is counted are three sources, and any two may disagree. Promises are
 * held against the ledger one by one, by `acked-durable`, `refused-but-booked` and `no-phantom`; here the counter is held
 * against the ledger or, where there is none to be read, against the bounds that the answers set.
 */
export const sourcesAgree: Rule = {
  id: 'sources-agree',
  statement: 'In the end the event shows as many seats gone as its bookings took.',
  needs: 'counter',
  uses: 'ledger',
  check: (round) => ('unavailable' in round.ledger ? ruleOnAnswers(round) : ruleOnLedger(round.ledger, round)),
}

function ruleOnLedger(ledger: JudgedLedger, round: JudgedRound): Ruling {
  const { facts, answered } = round
  const { opening, closing } = facts
  const sold = soldBy(opening, ledger.heldAfter)
  const isStale = isOlderThanLedger(closing, ledger)
  const shown = 'unavailable' in closing || isStale ? [ledger.event] : [ledger.event, closing]
  const wrong = shown.filter((state) => seatsTaken(state, opening) !== sold)
  const sources = `${counted(answered.seats, 'seat')} promised, ${numberText(sold)} sold by the ledger`
  if (wrong.length > 0) {
    const counts = [...new Set(wrong.map((state) => seatsTaken(state, opening)))]
    const detail = `${sources}, ${counts.map(numberText).join(' or ')} gone by what the event shows${watchedText(facts)}`
    const withheld = seatsWithheld(round)
    if (counts.every((taken) => taken > sold && taken - sold <= withheld)) {
      return inconclusive(`${detail}; but ${withheldText(withheld)}`)
    }
    return violated(detail, witnessesOf(wrong, { ledger, opening, sold }))
  }
  if (isStale && !('unavailable' in closing)) {
    return inconclusive(
      `${sources}; but a look at the event showed version ${closing.version} after the ledger had shown ` +
        `${ledger.event.version}, so it is behind${watchedText(facts)}`,
    )
  }
  return held(`${sources}, ${numberText(sold)} gone by what the event shows`)
}

interface Ledgers {
  readonly ledger: JudgedLedger
  readonly opening: EventState
  readonly sold: number
}

/** The event that came with the ledger and a look of its own are told of apart only where they differ. */
function witnessesOf(wrong: readonly EventState[], { ledger, opening, sold }: Ledgers): readonly Witness[] {
  const different = wrong.filter(
    (state, index) => wrong.findIndex(({ available }) => available === state.available) === index,
  )
  return different.map((state) => {
    const where = different.length > 1 && state === ledger.event ? ' with its ledger' : ''
    const claim = `${shownText(state, opening, where)}, but the entries of the ledger sold ${numberText(sold)}`
    return witness(claim, [], ledger.entries.slice(-1))
  })
}

function ruleOnAnswers(round: JudgedRound): Ruling {
  const { facts, unrecorded } = round
  const { opening, closing } = facts
  if ('unavailable' in closing) return lacking(facts)
  const answered = answeredSeats(round)
  const { certain, possible } = answered
  const taken = seatsTaken(closing, opening)
  const excess = taken - certain
  const sources = `${counted(certain, 'seat')} promised${possibleText(possible)}, ${numberText(taken)} gone by what the event shows`
  if (isOlderThanAnswers(closing, answered)) {
    return inconclusive(
      `${sources}; but that is version ${closing.version}, and a booking was told version ${answered.version}, ` +
        `so the look is behind${watchedText(facts)}`,
    )
  }
  if (canAddUpTo(excess, possible)) return held(sources)
  if (opening.available < opening.capacity) {
    return inconclusive(`${sources}, but the event was not fresh: somebody else may have booked or cancelled`)
  }
  if (excess < 0 && facts.mayLackCancellations) {
    return inconclusive(`${sources}, but the history breaks off, and seats may have been given back meanwhile`)
  }
  if (excess > 0 && unrecorded > 0) {
    return inconclusive(`${sources}, or by ${counted(unrecorded, 'request')} whose end was never recorded`)
  }
  const withheld = seatsWithheldByTold(round)
  if (excess > 0 && withheld > 0 && excess <= withheld + possible.reduce((sum, seats) => sum + seats, 0)) {
    return inconclusive(`${sources}; but ${withheldText(withheld)}`)
  }
  const latest = round.answered.promised.slice(-5)
  const claim = `${shownText(closing, opening)}, but ${answersText(certain, possible, excess)}`
  return violated(`${sources}${watchedText(facts)}`, [witness(claim, excess < 0 ? latest : [])])
}

const withheldText = (withheld: number): string =>
  `up to ${numberText(withheld)} may be held by who broke off on the way`

const numberText = (count: number): string => count.toLocaleString('en')

const shownText = (state: EventState, opening: EventState, where = ''): string =>
  `the event${where} shows ${state.available} of ${counted(state.capacity, 'seat')} available${atVersion(state.version)}, ` +
  `so that ${numberText(seatsTaken(state, opening))} are gone`

function possibleText(possible: readonly number[]): string {
  if (possible.length === 0) return ''
  return `, and up to ${possible.reduce((sum, seats) => sum + seats, 0)} more by requests without an answer`
}

function answersText(certain: number, possible: readonly number[], excess: number): string {
  const most = certain + possible.reduce((sum, seats) => sum + seats, 0)
  if (excess < 0) return `users were told that they had booked ${certain}`
  if (certain + excess > most) return `all bookings that the answers leave possible took ${most} at most`
  return `${certain} were promised, and no requests without an answer asked for the other ${excess} between them`
}
