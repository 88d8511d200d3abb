import { bugNames, bugs } from '../../src/booking/bug.ts'
import type { Strategy } from '../../src/booking/strategy.ts'
import type { RulingStatus } from '../../src/judge/rule.ts'
import type { Result } from '../../src/report/result.ts'
import { play, rulingsOf, serve } from './bookload.ts'
import { UnkindProxy, type Unkindness } from './unkind-proxy.ts'

/** A correct system that looks guilty. */
interface Innocent {
  readonly name: string
  readonly strategy: Strategy
  readonly unkindness?: Unkindness
  /** The arguments of `bookload run`, played in turn. */
  readonly plays: readonly string[]
  /** What the verdict is to be; anything but violated where nothing is said. */
  readonly ruling?: RulingStatus
}

const bursts = [
  'quick --users 60 --capacity 20 --retry immediate',
  'quick --users 40 --capacity 20 --seats 3 --retry immediate',
]
const bugPlays = [...new Set(bugNames.map((name) => bugs[name].shownBy))]

const innocents: readonly Innocent[] = [
  { name: 'group commit and version checks (optimistic)', strategy: 'optimistic', plays: bugPlays },
  { name: 'a lock (pessimistic)', strategy: 'pessimistic', plays: bugPlays },
  { name: 'one guarded update (atomic)', strategy: 'atomic', plays: bugPlays },
  { name: 'slow answers in another order', strategy: 'optimistic', unkindness: 'slow', plays: bursts },
  { name: 'committed, then 502', strategy: 'optimistic', unkindness: 'bad-gateway', plays: bursts },
  { name: 'delivered twice, with keys', strategy: 'optimistic', unkindness: 'twice', plays: bursts },
  { name: 'a serialisation failure told as a conflict', strategy: 'atomic', unkindness: 'serialises', plays: bursts },
  {
    name: 'everybody refused',
    strategy: 'optimistic',
    unkindness: 'refuses',
    plays: ['quick --users 20'],
    ruling: 'inconclusive',
  },
  { name: 'nobody meets anybody', strategy: 'optimistic', plays: ['quick --users 1'], ruling: 'inconclusive' },
]

export interface Acquittal {
  readonly name: string
  readonly playings: number
  readonly accused: ReadonlyMap<string, number>
  readonly inconclusive: ReadonlyMap<string, number>
  /** Whether the verdict was as it should have been, every time. */
  readonly asExpected: boolean
}

/** Plays each innocent so often, each time with a seed of its own. */
export async function* acquitInnocents(playings: number): AsyncGenerator<Acquittal> {
  for (const innocent of innocents) {
    const results: Result[] = []
    const { plays } = innocent
    for (const [index, shownBy] of plays.entries()) {
      const share = Math.floor(playings / plays.length) + (index < playings % plays.length ? 1 : 0)
      results.push(await playInnocent(innocent, shownBy, { repeat: share, seed: index + 1 }))
    }
    yield acquittalOf(innocent, results)
  }
}

async function playInnocent(
  { strategy, unkindness }: Innocent,
  shownBy: string,
  { repeat, seed }: { repeat: number; seed: number },
): Promise<Result> {
  const common = [...shownBy.split(' '), '--expect', 'oversold == 0', '--repeat', `${repeat}`, '--seed', `${seed}`]
  if (unkindness === undefined) return play([...common, '--strategy', strategy])
  const served = await serve(['--strategy', strategy])
  const proxy = new UnkindProxy(served.origin.origin, unkindness)
  try {
    const target = `${await proxy.listen()}${served.origin.pathname}`
    return await play([...common, '--target', target, '--admin-token', served.adminToken])
  } finally {
    await proxy.close()
    await served.stop()
  }
}

function acquittalOf({ name, ruling }: Innocent, results: readonly Result[]): Acquittal {
  const rounds = results.flatMap((result) => result.rounds)
  const verdicts = rounds.map(({ verdict }) => verdict)
  return {
    name,
    playings: rounds.length,
    accused: rulingsOf([...verdicts, ...results.flatMap(({ fairness = [] }) => fairness)], 'violated'),
    inconclusive: rulingsOf(verdicts, 'inconclusive'),
    asExpected: rounds.every(({ verdict }) => (ruling ? verdict.ruling === ruling : verdict.ruling !== 'violated')),
  }
}
