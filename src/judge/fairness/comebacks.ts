import { outcomeKinds, type OutcomeKind } from '../../booking/outcome.ts'
import { attemptAt } from '../../record/attempt.ts'
import { acknowledgedAt, type History } from '../../record/history.ts'
import { witness } from '../evidence.ts'
import type { Witness } from '../rule.ts'
import { placeAfter } from './place-after.ts'

/**
 * Contests for one seat in which somebody who had been refused before had asked first, and a newcomer after them.
 * Either may win: whoever asks first is only more likely to be served first.
 */
export interface Comebacks {
  /** How often somebody won who came again, and how often the newcomer. */
  readonly won: number
  readonly lost: number
  /** Whether anybody came again at all. */
  readonly attempts: number
  readonly evidence: readonly Witness[]
}

/** The lead that makes sure who asked first, whatever the two requests met on their way. */
const leadUs = 1000

const proofsKept = 2

/**
 * Looks at every pair of bookings that installed versions next to each other. Whoever asked after the first of them was
 * answered saw the event as it left it, so the next booking is a contest among those who asked since. Let A be the
 * earliest of them who had been refused before, and B the earliest newcomer, a millisecond or more behind A. Whatever a
 * request takes on its way, if it takes A as long as B on the whole then A is served first at least every other time:
 * so in a correct system at least half of the contests that A or B wins are won by those who came again. What somebody
 * else wins, who was under way before, says nothing about the two.
 */
export function findComebacks(history: History): Comebacks {
  const { again, first } = askers(history)
  const evidence: Witness[] = []
  let [won, lost] = [0, 0]
  for (const { before, next } of neighbours(history)) {
    const endedUs = history.endedUs[before] ?? Infinity
    const [comeback, newcomer] = [earliestAfter(again, endedUs, history), earliestAfter(first, endedUs, history)]
    if (comeback === null || newcomer === null) continue
    const newcomerUs = history.sentUs[newcomer] ?? 0
    if ((history.sentUs[comeback] ?? 0) + leadUs > newcomerUs || !wasDecided(history, comeback)) continue
    const sentUs = history.sentUs[next] ?? 0
    if (again.isMember[next] === 1 && sentUs > endedUs && sentUs + leadUs <= newcomerUs) won += 1
    if (next !== newcomer) continue
    lost += 1
    if (evidence.length < proofsKept) evidence.push(proofOf(history, { comeback, newcomer }))
  }
  return { won, lost, attempts: again.rising.length, evidence }
}

interface Askers {
  /** Attempts by when they were sent. */
  readonly rising: Uint32Array
  readonly isMember: Uint8Array
}

/** Those who ask again after a refusal, until they win; and everybody's first request. */
function askers(history: History): { readonly again: Askers; readonly first: Askers } {
  const again = new Uint8Array(history.length)
  const first = new Uint8Array(history.length)
  const state = new Map<number, 'refused' | 'other'>()
  for (let index = 0; index < history.length; index++) {
    const user = history.user[index] ?? 0
    const before = state.get(user)
    if (before === undefined) first[index] = 1
    if (before === 'refused') again[index] = 1
    const outcome = outcomeAt(history, index)
    if (outcome === 'booked') state.set(user, 'other')
    else if (outcome === 'conflict' || outcome === 'soldOut') state.set(user, 'refused')
    else if (before === undefined) state.set(user, 'other')
  }
  return { again: askersOf(again, history), first: askersOf(first, history) }
}

const askersOf = (isMember: Uint8Array, { sentUs }: History): Askers => ({
  isMember,
  rising: Uint32Array.from(isMember.keys())
    .filter((index) => isMember[index] === 1)
    .sort((a, b) => (sentUs[a] ?? 0) - (sentUs[b] ?? 0)),
})

const outcomeAt = ({ outcome }: History, index: number): OutcomeKind | undefined => outcomeKinds[outcome[index] ?? 0]

/** Where no answer came, nobody knows what was decided; and a limiter decides about accounts, not about seats. */
function wasDecided(history: History, index: number): boolean {
  const outcome = outcomeAt(history, index)
  return outcome === 'booked' || outcome === 'conflict' || outcome === 'soldOut'
}

/** Acknowledged bookings that installed versions next to each other, so that nothing was written between them. */
function* neighbours(history: History): Generator<{ readonly before: number; readonly next: number }> {
  const byVersion = new Map<number, number>()
  for (let index = 0; index < history.length; index++) {
    const answer = acknowledgedAt(history, index)
    // Told again under the same key, it was booked by the earlier attempt.
    if (answer?.kind === 'booked' && answer.version !== null && !byVersion.has(answer.version)) {
      byVersion.set(answer.version, index)
    }
  }
  for (const [version, before] of byVersion) {
    const next = byVersion.get(version + 1)
    if (next !== undefined) yield { before, next }
  }
}

function earliestAfter({ rising }: Askers, afterUs: number, { sentUs }: History): number | null {
  return rising[placeAfter(afterUs, rising.length, (place) => sentUs[rising[place] ?? 0] ?? 0)] ?? null
}

function proofOf(history: History, { comeback, newcomer }: { comeback: number; newcomer: number }): Witness {
  const [again, first] = [attemptAt(history, comeback), attemptAt(history, newcomer)]
  const lead = ((first.sentUs - again.sentUs) / 1000).toFixed(1)
  return witness(
    `user ${again.user}, refused before, asked again ${lead} ms before user ${first.user} asked for the first time; the ` +
      `next seat went to user ${first.user}`,
    [again, first],
  )
}
