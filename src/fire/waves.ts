import type { RoundPlan } from '../plan/plan.ts'

/** Users who press "buy" at the same instant, as positions in the release order: from `from` up to, not including, `until`. */
export interface Wave {
  readonly atUs: number
  readonly from: number
  readonly until: number
}

/** The instants of a plan, in order. */
export function wavesOf({ atUs }: Pick<RoundPlan, 'atUs'>): readonly Wave[] {
  const waves: Wave[] = []
  let from = 0
  for (let index = 1; index <= atUs.length; index++) {
    if (index < atUs.length && atUs[index] === atUs[from]) continue
    waves.push({ atUs: atUs[from] ?? 0, from, until: index })
    from = index
  }
  return waves
}
