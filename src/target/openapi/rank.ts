import type { Operation } from './operation.ts'

export interface Ranked {
  readonly operation: Operation
  readonly score: number
}

/** Operations by how much they look like what is looked for, without those that do not; the first of equals comes first. */
export function rank(operations: readonly Operation[], score: (operation: Operation) => number): readonly Ranked[] {
  return operations
    .map((operation) => ({ operation, score: score(operation) - (operation.isDeprecated ? 5 : 0) }))
    .filter((one) => one.score > 0)
    .toSorted((a, b) => b.score - a.score)
}

/** What else could have been taken, as a doubt; none where the choice was clear. */
export function rivalDoubts(ranked: readonly Ranked[], purpose: string, margin = 4): readonly string[] {
  const [first, ...others] = ranked
  if (first === undefined) return []
  const near = others.filter(({ score }) => first.score - score < margin).slice(0, 3)
  if (near.length === 0) return []
  const names = near.map(({ operation }) => operation.name)
  return [`${first.operation.name} was taken for ${purpose}; ${listed(names, 'or')} would fit as well.`]
}

/** `a, b and c` */
export function listed(names: readonly string[], last: 'and' | 'or'): string {
  if (names.length < 2) return names.join('')
  return `${names.slice(0, -1).join(', ')} ${last} ${names.at(-1) ?? ''}`
}
