import type { FairnessPolicy } from '../../scenario/fairness-policy.ts'
import type { InvariantRuling } from '../judge.ts'
import type { Ruling } from '../rule.ts'
import { mergeRulings, ruleSafely } from '../ruling.ts'
import type { Bypasses } from './bypasses.ts'
import { compareGroups, type GroupFinding } from './group-bias.ts'
import { ruleOnGroups, ruleOnOrder } from './no-preference.ts'
import type { Playing } from './playing.ts'
import { leastShown } from './power.ts'
import { pooledRank, type RankShare } from './release-rank.ts'
import { splitsOf } from './splits.ts'
import { ruleOnComebacks, ruleOnWaiting } from './starvation.ts'
import { strataOf } from './strata.ts'

/** A policy that promises something. */
export type Promised = Exclude<FairnessPolicy, 'none'>

export interface FairnessNumbers {
  readonly groups: readonly (Omit<GroupFinding, 'contrast'> & {
    /** The smallest ratio that would have been found with a chance of 0.8; null where none would. */
    readonly leastShown: number | null
  })[]
  readonly releaseRank: RankShare | null
  readonly bypasses: { readonly max: number; readonly p99: number; readonly leftOut: number }
  readonly comebacks: { readonly won: number; readonly lost: number }
}

export interface FairnessJudgement {
  readonly policy: Promised
  readonly playings: number
  readonly invariants: readonly InvariantRuling[]
  readonly numbers: FairnessNumbers
}

interface FairnessRule {
  readonly id: string
  readonly statement: Readonly<Record<Promised, string>>
}

export const noPreference: FairnessRule = {
  id: 'no-preference',
  statement: {
    lottery: 'Nobody is preferred for who they are.',
    fifo: 'Whoever asked first is served first, and nobody is preferred for who they are.',
  },
}

export const starvation: FairnessRule = {
  id: 'starvation',
  statement: {
    lottery: 'Whoever was refused and asks again still gets seats while others ask for the first time.',
    fifo: 'Nobody goes on asking in vain while those who came later are served.',
  },
}

/**
 * Judges all playings of a round by the policy that was declared for it. Fairness is a matter of many draws: a single
 * playing hardly ever tells, and says so.
 * @param seed fixes the deals that the tests draw
 */
export function judgeFairness(policy: Promised, playings: readonly Playing[], seed: number): FairnessJudgement {
  const strata = strataOf(playings.map(({ wins }) => wins))
  const findings = compareGroups(strata, splitsOf(strata), seed)
  const comebacks = playings.map((playing) => playing.comebacks)
  const bypasses = playings.map((playing) => playing.bypasses)
  const groups = (): Ruling => ruleOnGroups(findings, playings.length)
  const order = (): Ruling => ruleOnOrder(playings.map(({ inversions }) => inversions))
  const isFifo = policy === 'fifo'
  return {
    policy,
    playings: playings.length,
    invariants: [
      rulingOf(noPreference, policy, isFifo ? () => mergeRulings([order(), groups()]) : groups),
      rulingOf(starvation, policy, () => (isFifo ? ruleOnWaiting(bypasses) : ruleOnComebacks(comebacks))),
    ],
    numbers: {
      groups: findings.map(({ contrast, ...finding }) => ({ ...finding, leastShown: leastShown(contrast) })),
      releaseRank: pooledRank(playings.map(({ rank }) => rank)),
      bypasses: summarise(bypasses),
      comebacks: {
        won: comebacks.reduce((sum, { won }) => sum + won, 0),
        lost: comebacks.reduce((sum, { lost }) => sum + lost, 0),
      },
    },
  }
}

function rulingOf({ id, statement }: FairnessRule, policy: Promised, check: () => Ruling): InvariantRuling {
  const ruling = ruleSafely(check)
  return {
    id,
    statement: statement[policy],
    status: ruling.status,
    level: 'answers',
    detail: ruling.detail,
    isIdle: ruling.status === 'held' && ruling.isIdle,
    evidence: ruling.status === 'violated' ? ruling.evidence : [],
  }
}

function summarise(playings: readonly Bypasses[]): FairnessNumbers['bypasses'] {
  const counts = Uint32Array.from(playings.flatMap((playing) => [...playing.counts])).sort()
  return {
    max: counts.at(-1) ?? 0,
    p99: counts[Math.max(0, Math.ceil(0.99 * counts.length) - 1)] ?? 0,
    leftOut: playings.reduce((sum, { leftOut }) => sum + leftOut, 0),
  }
}
