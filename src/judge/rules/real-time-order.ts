import { withLooks, witness } from '../evidence.ts'
import { findInversions, type Inversion } from '../order/inversions.ts'
import { hasVersion, looksOf, tagReads, type TaggedRead } from '../order/looks.ts'
import { joinTagged } from '../order/tagged.ts'
import { momentText, tellingText } from '../order/telling.ts'
import { askedAt, timelineOf, toldAt, type Timeline } from '../order/timeline.ts'
import type { Rule, Witness } from '../rule.ts'
import { held, inconclusive, violated, withLedger } from '../ruling.ts'
import { counted } from '../words.ts'

/**
 * An entry whose request is not known may have been asked for at any time, and one that nobody was told of may have been
 * written at any time: neither is ever accused. What was read too late is for `read-freshness` to say.
 */
export const realTimeOrder: Rule = {
  id: 'real-time-order',
  statement: 'A booking that was answered, or seen, before another was even sent has the earlier version.',
  needs: 'versions',
  uses: 'versions',
  check: withLedger((ledger, round) => {
    const timeline = timelineOf(round)
    if ('unordered' in timeline) return inconclusive(timeline.unordered)
    const { slotOf, count } = timeline.slots
    const reads = looksOf(round.facts)
      .filter(hasVersion)
      .filter(({ version }) => slotOf(version) < count)
    const tagged = joinTagged(timeline.writes, tagReads(reads, slotOf))
    const late = findInversions(tagged).filter((inversion) => inversion.late < count)

    const total = counted(ledger.entries.length, 'entry', 'entries')
    const found = `${late.length} of ${total} were asked for after a later version had been told or seen`
    if (late.length > 0 && round.unrecorded > 0) {
      return inconclusive(`${found}, or by ${counted(round.unrecorded, 'request')} whose end was never recorded`)
    }
    if (late.length > 0) {
      return violated(
        found,
        late.slice(0, 5).map((inversion) => witnessOf(timeline, reads, inversion)),
      )
    }
    const tied = timeline.asked.reduce((sum, place) => (place >= 0 ? sum + 1 : sum), 0)
    if (tied === 0 && ledger.claims.all.length > 0) {
      return inconclusive(`none of ${total} can be tied to the request that it comes of`)
    }
    return held(
      `${tied} of ${total} ${tied === 1 ? 'is' : 'are'} tied to a request, and none was asked for after a later version was told`,
    )
  }),
}

function witnessOf(timeline: Timeline, reads: readonly TaggedRead[], { late, ahead }: Inversion): Witness {
  const { ledger, slots } = timeline
  const read = reads[ahead - timeline.writes.slot.length]
  const before = read
    ? `user ${read.user} was shown version ${read.version} at ${momentText(read.endedUs)}`
    : tellingText(timeline, ahead)
  const request = askedAt(timeline, late)
  const after = `user ${request?.user}, whose request left at ${momentText(request?.sentUs ?? 0)}, was given`
  const attempts = [toldAt(timeline, ahead) ?? [], request ?? []].flat()
  const entries = [ledger.entries[ahead - 1] ?? [], ledger.entries[late - 1] ?? []].flat()
  const proof = witness(`${before}, yet ${after} version ${slots.versionOf(late)}`, attempts, entries)
  return read ? withLooks(proof, [read]) : proof
}
