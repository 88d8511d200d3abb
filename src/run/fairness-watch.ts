import { judgeFairness, type FairnessNumbers, type Promised } from '../judge/fairness/judge-fairness.ts'
import { observePlaying, type Playing } from '../judge/fairness/playing.ts'
import { burstOf } from '../record/step-of.ts'
import type { FairnessResult } from '../report/result.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { invariantResult } from './invariant-result.ts'
import type { RoundKeeper } from './play-round.ts'

interface Watched {
  readonly policy: Promised
  readonly playings: Playing[]
}

/** Keeps of every playing what fairness is judged by, for the rounds that declare a policy. */
export class FairnessWatch {
  readonly #rounds: ReadonlyMap<string, Watched>

  constructor({ rounds }: Scenario) {
    this.#rounds = new Map(
      rounds.flatMap(({ name, fairness }) => (fairness === 'none' ? [] : [[name, { policy: fairness, playings: [] }]])),
    )
  }

  /** A playing that was stopped is left out: who was stopped cannot be told from who lost. */
  readonly keep: RoundKeeper = async ({ name, user }, facts) => {
    const burst = { ...facts, history: burstOf(facts.history) }
    if (!facts.interrupted) this.#rounds.get(name)?.playings.push(observePlaying(burst, user))
  }

  /** @returns undefined where nothing was declared; rounds that were never played are left out */
  judge(seed: number): FairnessResult[] | undefined {
    if (this.#rounds.size === 0) return undefined
    return Array.from(this.#rounds)
      .filter(([, { playings }]) => playings.length > 0)
      .map(([round, { policy, playings }]) => {
        const { invariants, numbers, ...rest } = judgeFairness(policy, playings, seed)
        return { round, ...rest, invariants: invariants.map(invariantResult), numbers: copyOf(numbers) }
      })
  }
}

/** As the result's schema has it, whose lists may be changed. */
const copyOf = ({ groups, releaseRank, ...rest }: FairnessNumbers): FairnessResult['numbers'] => ({
  groups: groups.map(({ groups: [first, second], interval: [least, most], ...finding }) => ({
    groups: [first, second],
    interval: [least, most],
    ...finding,
  })),
  releaseRank: releaseRank && { auc: releaseRank.auc, interval: [...releaseRank.interval] },
  ...rest,
})
