import type { RoundFacts } from './facts.ts'
import { judge } from './judge.ts'
import { levelOf, whatIsMissing } from './level.ts'
import type { Level, Rule } from './rule.ts'
import { allRules } from './rules/all.ts'

/** What there has to be, beside a level, so that anything can happen that a rule speaks of. */
type Means = 'queue' | 'keys' | 'cancel' | 'look' | 'conflict' | 'owners'

/** Of each, why a target has none of it; null where it has. */
export type Lacks = Readonly<Record<Means, string | null>>

/** Whether a rule will be able to rule on a target, as far as one user could see. */
interface Reach {
  readonly id: string
  /** What it will have to go by; null where that is too little to rule at all. */
  readonly level: Level | null
  /** Why it will not be able to acquit; null where it will. */
  readonly lack: string | null
  /** Whether it can accuse all the same. */
  readonly mayAccuse: boolean
}

export interface Reached {
  readonly level: Level
  readonly rules: readonly Reach[]
  /** Whether a run can be held at all: without a ledger, a booking that nobody was told of leaves no trace. */
  readonly canHold: boolean
}

/** What rules need to happen; without it they have nothing to look at. */
const wants: Readonly<Record<string, readonly Means[]>> = {
  'no-double-booking': ['queue'],
  'waitlist-order': ['queue'],
  'queue-places': ['queue'],
  'no-idle-seat': ['queue'],
  'returned-once': ['cancel'],
  ownership: ['cancel', 'owners'],
  'one-effect-per-key': ['keys'],
  'replay-fidelity': ['keys'],
  'read-freshness': ['look'],
  'spurious-conflict': ['conflict'],
}

/** Rules that leave open what holds explain, and accuse of what they cannot. */
const accusesOfHolds = new Set(['version-chain', 'read-freshness'])

/**
 * Rules that accuse where something cannot have been at any time, and otherwise leave it open without versions, or where seats
 * may be held that no entry tells of.
 */
const acquitByVersions = new Set(['read-freshness', 'justified-refusal'])

/** @param facts of one user who booked a seat or two */
export function reachOf(facts: RoundFacts, lacks: Lacks, rules: readonly Rule[] = allRules): Reached {
  const level = levelOf(facts)
  const hasLedger = !('unavailable' in facts.ledger)
  const isHeldOpen = level === 'versions' && facts.mayHold === true
  const rulings = judge(facts, rules).invariants
  return {
    level,
    canHold: hasLedger,
    rules: rulings.map(({ id, level: own, isUnseen, detail }): Reach => {
      const idle = (wants[id] ?? []).flatMap((want) => lacks[want] ?? [])[0]
      if (idle !== undefined) return { id, level: own, lack: idle, mayAccuse: false }
      if (own === null || isUnseen)
        return { id, level: own, lack: detail, mayAccuse: isHeldOpen && accusesOfHolds.has(id) }
      if (!hasLedger) return { id, level: own, lack: whatIsMissing(facts), mayAccuse: true }
      return { id, level: own, lack: acquitByVersions.has(id) ? whatIsOpen(facts) : null, mayAccuse: true }
    }),
  }
}

/** Why the order of what happened, and what was left meanwhile, is not sure; null where it is. */
function whatIsOpen(facts: RoundFacts): string | null {
  if (levelOf(facts) !== 'versions') return whatIsMissing(facts)
  return facts.mayHold === true ? 'an earlier step of a booking may hold seats, of which no entry tells' : null
}

/** A rule that one user was enough to break: the system is broken for anybody, or what it says was misread. */
export interface Broken {
  readonly id: string
  readonly claim: string
}

/** What a single user, who raced nobody, already has reason to complain of. */
export function brokenIn(facts: RoundFacts): readonly Broken[] {
  return judge(facts).invariants.flatMap(({ id, status, detail, evidence }) =>
    status === 'violated' ? [{ id, claim: evidence[0]?.claim ?? detail }] : [],
  )
}
