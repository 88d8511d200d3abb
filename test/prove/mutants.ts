import { bugNames, bugs, type BugName } from '../../src/booking/bug.ts'
import type { Result } from '../../src/report/result.ts'
import { play, type Judged } from './bookload.ts'

/** What became of a planted bug. */
export interface Conviction {
  readonly name: BugName
  /** In which round each run caught it by its rule; null where it did not. */
  readonly caughtIn: readonly (number | null)[]
  /** Other rules that were violated, in any run. */
  readonly others: ReadonlySet<string>
}

/** Plays each bug with so many seeds, so many rounds each. */
export async function* convictMutants({
  seeds,
  rounds,
}: {
  seeds: number
  rounds: number
}): AsyncGenerator<Conviction> {
  for (const name of bugNames) {
    const results: Result[] = []
    for (let seed = 1; seed <= seeds; seed++) {
      const flags = [
        '--bug',
        name,
        '--expect',
        'oversold >= 0',
        '--settle',
        '500ms',
        '--repeat',
        `${rounds}`,
        '--seed',
        `${seed}`,
      ]
      results.push(await play([...bugs[name].shownBy.split(' '), ...flags]))
    }
    yield convictionOf(name, results)
  }
}

function convictionOf(name: BugName, results: readonly Result[]): Conviction {
  const { rule } = bugs[name]
  // What takes several playings to tell is told once they are over.
  const broken = results.map(({ rounds, fairness = [] }) => [
    ...rounds.slice(0, -1).map(({ verdict }) => violatedIn([verdict])),
    violatedIn([...rounds.slice(-1).map(({ verdict }) => verdict), ...fairness]),
  ])
  const caughtIn = broken.map((rounds) => {
    const index = rounds.findIndex((rules) => rules.includes(rule))
    return index < 0 ? null : index + 1
  })
  return { name, caughtIn, others: new Set(broken.flat(2).filter((id) => id !== rule)) }
}

const violatedIn = (judged: readonly Judged[]): readonly string[] =>
  judged.flatMap(({ invariants }) => invariants.filter(({ status }) => status === 'violated').map(({ id }) => id))
