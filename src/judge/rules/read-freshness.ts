import { withLooks, witness } from '../evidence.ts'
import type { EventRead, RoundFacts } from '../facts.ts'
import type { JudgedRound } from '../judged-round.ts'
import { numberAt } from '../order/columns.ts'
import { findInversions } from '../order/inversions.ts'
import { hasVersion, looksOf, tagReads, type TaggedRead } from '../order/looks.ts'
import { sightRefusals } from '../order/refusals.ts'
import { allocateSightings, joinSightings, placeSightings, type Sightings } from '../order/sightings.ts'
import { stockDoubt } from '../order/stock-doubt.ts'
import { joinTagged, type Tagged } from '../order/tagged.ts'
import { availableAt, momentText, refusalText, tellingText } from '../order/telling.ts'
import { possibleTimelineOf, toldAt, type Timeline } from '../order/timeline.ts'
import { unplacedOf, witnessOfUnplaced } from '../order/unplaced.ts'
import { firstSlotFrom, windowsOf } from '../order/windows.ts'
import type { Rule, Ruling, Witness } from '../rule.ts'
import { doubtful, held, idle, inconclusive, lacking, violated } from '../ruling.ts'
import { counted } from '../words.ts'

/** A look may show any moment between its request and its answer, and no other; nor may a later look show less. */
export const readFreshness: Rule = {
  id: 'read-freshness',
  statement:
    'Whoever looked at the event was shown it as it was at some moment of the look, never as it had been before.',
  needs: 'answers',
  uses: 'versions',
  check: (round) => {
    const looks = looksOf(round.facts)
    if (looks.length === 0) return idle('nobody looked at the event while it was being sold')
    const tagged = looks.filter(hasVersion)
    const timeline = possibleTimelineOf(round)
    return 'unordered' in timeline
      ? ruleOnSessions(round, tagged, timeline.unordered)
      : ruleOnOrder(round, timeline, looks)
  },
}

/** Without the order of the writes, looks can still contradict each other. */
function ruleOnSessions({ ledger, facts }: JudgedRound, reads: readonly TaggedRead[], unordered: string): Ruling {
  const stale = findInversions(tagReads(reads, (version) => version))
  if (stale.length === 0) {
    return !('unavailable' in ledger) && ledger.versioned ? inconclusive(unordered) : lacking(facts)
  }
  return violated(
    `${counted(stale.length, 'look')} went back to a version that had been replaced already`,
    stale.slice(0, 5).flatMap(({ late, ahead }): Witness | [] => {
      const [read, other] = [reads[late], reads[ahead]]
      return read && other ? backwardsWitness(read, other) : []
    }),
  )
}

function ruleOnOrder(round: JudgedRound, timeline: Timeline, looks: readonly EventRead[]): Ruling {
  const { writes, slots } = timeline
  const doubt = stockDoubt(round)
  const tagged = looks.filter(hasVersion)
  const reads = tagged.filter(({ version }) => availableAt(timeline, version) !== null)
  const joint = joinTagged(writes, tagReads(reads, slots.slotOf))
  const inversions = findInversions(joint)

  const faults: Faults = new Map()
  for (const read of tagged) {
    const available = availableAt(timeline, read.version)
    if (available === null) faults.set(read, () => ghostWitness(timeline, read))
    else if (doubt === null && available !== read.available) faults.set(read, () => falseWitness(read, available))
  }
  if (round.facts.mayHold === true) {
    const mostShownBy = mostLeft(timeline, round.facts)
    for (const read of looks) {
      const most = mostShownBy(read)
      if (read.available > most) faults.set(read, () => excessWitness(read, most))
    }
  }
  for (const { late, ahead } of inversions) {
    const read = reads[late - slots.count]
    if (read) faults.set(read, () => staleWitness(timeline, read, { ahead, other: reads[ahead - slots.count] }))
  }
  if (faults.size > 0) return accuse(round, looks, [...faults.values()])
  if (inversions.length > 0) return inconclusive('a version was seen before it was asked for (see real-time-order)')
  if (doubt !== null) {
    return doubtful(round, `the entries do not say for certain how many seats were left (${doubt})`)
  }
  return ruleOnUntagged({ round, timeline, joint, looks })
}

/** What is wrong with a look; told only where somebody will read it. */
type Faults = Map<EventRead, () => Witness>

function accuse({ unrecorded }: JudgedRound, looks: readonly EventRead[], faults: readonly (() => Witness)[]): Ruling {
  const found = `${faults.length} of ${counted(looks.length, 'look')} showed the event as it was at no moment of the look`
  if (unrecorded > 0) {
    return inconclusive(`${found}, unless ${counted(unrecorded, 'request')} whose end was never recorded came before`)
  }
  return violated(
    found,
    faults.slice(0, 5).map((tell) => tell()),
  )
}

interface Untagged {
  readonly round: JudgedRound
  readonly timeline: Timeline
  readonly joint: Tagged
  readonly looks: readonly EventRead[]
}

/**
 * Looks that named no version are judged among themselves first, and then together with the refusals: whoever is told
 * that it is sold out has seen something, too. Where the refusals are wrong by themselves, they say nothing of a look.
 */
function ruleOnUntagged({ round, timeline, joint, looks }: Untagged): Ruling {
  const untagged = looks.filter((read) => !hasVersion(read))
  const { stock } = timeline
  const windows = windowsOf(joint, stock.available.length)
  const sighted = sightReads(untagged)
  const refused = sightRefusals(round, timeline.wishes)
  const faultsIn = (sightings: Sightings): readonly (() => Witness)[] => {
    const placements = placeSightings(sightings, windows, stock)
    const tell = (index: number): string => {
      const read = untagged[index]
      if (read) return `user ${read.user} was shown ${counted(read.available, 'seat')} left`
      return refusalText(refused.attemptOf(index - untagged.length), sightings.seats[index])
    }
    const attemptOf = (index: number) => refused.attemptOf(index - untagged.length)
    const placed = { timeline, windows, stock, sightings, placements, tell, attemptOf }
    return unplacedOf(placements).map((index) => () => {
      const seen = [index, numberAt(placements.behind, index)].flatMap((sighting) => untagged[sighting] ?? [])
      return withLooks(witnessOfUnplaced(placed, index), seen)
    })
  }
  const stale = faultsIn(sighted)
  if (stale.length > 0) return accuse(round, looks, stale)
  const contradictions = faultsIn(joinSightings(sighted, refused.sightings))
  if (contradictions.length > 0) {
    const alone = placeSightings(refused.sightings, timeline.windows, stock)
    if (unplacedOf(alone).length === 0) return accuse(round, looks, contradictions)
  }
  return held(`${counted(looks.length, 'look')}, each of which showed the event as it was at some moment of the look`)
}

function sightReads(reads: readonly EventRead[]): Sightings {
  const sightings = allocateSightings(reads.length)
  sightings.isExact.fill(1)
  for (const [index, { available, sentUs, endedUs }] of reads.entries()) {
    sightings.seats[index] = available
    sightings.fromUs[index] = sentUs
    sightings.untilUs[index] = endedUs
  }
  return sightings
}

/** Seats may be held that no entry tells of, but what was booked by then cannot be left. */
function mostLeft({ ledger, slots, windows }: Timeline, { opening }: RoundFacts): (read: EventRead) => number {
  const { event, entries, heldAfter } = ledger
  if (event.capacity !== opening.capacity) return () => Infinity
  const leftAt = (slot: number) => (slot === 0 ? opening.available : opening.capacity - (heldAfter[slot - 1] ?? 0))
  // Where something came back, a later moment of a look may have left more than its first.
  const mayComeBack = entries.some(({ kind }) => kind === 'cancelled')
  return ({ version, sentUs }) => {
    if (version !== null) return leftAt(slots.slotOf(version))
    return mayComeBack ? Infinity : leftAt(firstSlotFrom(windows, sentUs))
  }
}

function excessWitness(read: EventRead, most: number): Witness {
  const { user, available, endedUs } = read
  const shown = `${counted(available, 'seat')} left at ${momentText(endedUs)}`
  return withLooks(
    witness(`user ${user} was shown ${shown}, but what was booked by then left ${most} at the most`, []),
    [read],
  )
}

function ghostWitness({ slots }: Timeline, read: TaggedRead): Witness {
  const { user, version, endedUs } = read
  const known = `the event had only versions ${slots.versionOf(0)} to ${slots.versionOf(slots.count - 1)}`
  const claim = `user ${user} was shown version ${version} at ${momentText(endedUs)}, but ${known}`
  return withLooks(witness(claim, []), [read])
}

function falseWitness(read: TaggedRead, left: number): Witness {
  const { user, version, available, endedUs } = read
  const shown = `${counted(available, 'seat')} left at version ${version}`
  const claim = `user ${user} was shown ${shown} at ${momentText(endedUs)}, but that version left ${left}`
  return withLooks(witness(claim, []), [read])
}

/** @param other the look that had shown a later version, where it was a look and not an answer */
function staleWitness(
  timeline: Timeline,
  read: TaggedRead,
  { ahead, other }: { ahead: number; other: TaggedRead | undefined },
): Witness {
  const { slotOf } = timeline.slots
  const slot = slotOf(read.version)
  const later = other ? slotOf(other.version) : ahead
  const entries = [slot - 1, later - 1].flatMap((index) => timeline.ledger.entries[index] ?? [])
  if (other) return { ...backwardsWitness(read, other), entries }
  const claim = `${tellingText(timeline, ahead)}, yet ${lookText(`user ${read.user}`, read)}`
  return withLooks(witness(claim, [toldAt(timeline, ahead) ?? []].flat(), entries), [read])
}

function backwardsWitness(read: TaggedRead, other: TaggedRead): Witness {
  const before = `user ${other.user} was shown version ${other.version} at ${momentText(other.endedUs)}`
  const reader = read.user === other.user ? 'the same user' : `user ${read.user}`
  return withLooks(witness(`${before}, yet ${lookText(reader, read)}`, []), [other, read])
}

function lookText(reader: string, { sentUs, version, available }: TaggedRead): string {
  return `${reader}, who looked at ${momentText(sentUs)}, was shown version ${version} (${available} available)`
}
