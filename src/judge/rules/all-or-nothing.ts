import { ownerName, witness, witnessOfEntries } from '../evidence.ts'
import { followReferences, type Turn } from '../holdings.ts'
import type { JudgedLedger } from '../judged-round.ts'
import type { Operation } from '../operations.ts'
import type { Rule, Witness } from '../rule.ts'
import { held, violated } from '../ruling.ts'
import { counted } from '../words.ts'

export const allOrNothing: Rule = {
  id: 'all-or-nothing',
  statement: 'Whoever got seats got as many as they asked for.',
  needs: 'answers',
  uses: 'ledger',
  check: ({ operations, ledger }) => {
    const told = operations.flatMap(partlyTold)
    const sold =
      'unavailable' in ledger ? [] : followReferences(ledger.entries).turns.flatMap((turn) => partlySold(ledger, turn))
    if (told.length + sold.length > 0) {
      const found = `${counted(told.length, 'party', 'parties')} told of other seats than asked for, ${sold.length} in the ledger`
      return violated(found, [...told, ...sold])
    }
    return held('every party was served whole, or not at all')
  },
}

function partlyTold({ user, seats, acknowledged }: Operation): readonly Witness[] {
  return acknowledged.flatMap((attempt): Witness | [] => {
    const told = attempt.acknowledged
    if (told.kind !== 'booked' || told.seats === null || told.seats === seats) return []
    return witness(`user ${user} asked for ${counted(seats, 'seat')} and was given ${told.seats} (${told.reference})`, [
      attempt,
    ])
  })
}

/** A booking is held against what its request asked for, where a name ties them; a promotion against what was waited for. */
function partlySold(ledger: JudgedLedger, { entry, before }: Turn): Witness | [] {
  if (entry.kind === 'promoted' && before?.state === 'waiting' && before.seats !== entry.seats) {
    const waited = `${ownerName(ledger, entry)} waited for ${counted(before.seats, 'seat')}`
    const claim = `${waited}, but version ${entry.version} promoted ${entry.reference} to ${entry.seats}`
    return witnessOfEntries(ledger, claim, [before.latest, entry])
  }
  const owner = entry.kind === 'booked' ? ledger.ownerOf(entry) : null
  if (owner?.account !== entry.userId || owner.seats === entry.seats) return []
  const asked = `user ${owner.user} asked for ${counted(owner.seats, 'seat')}`
  return witness(`${asked}, but version ${entry.version} booked ${entry.seats} (${entry.reference})`, owner.attempts, [
    entry,
  ])
}
