import { listed } from '../judge/words.ts'
import type { ControlSection } from './confidence-section.ts'
import { countOf } from './count-text.ts'
import type { Result } from './result.ts'
import { runStanding } from './standing.ts'

export interface Weakness {
  readonly finding: string
  /** What would make the burst stronger. */
  readonly remedy: string
}

/** A round that finds the control less often than this misses more than it finds. */
const rarelyBelow = 0.5

/**
 * Why a verdict without a violation means little, where the control says so: a burst that does not find the naive
 * strategy would hardly find a smaller mistake. Null where it does, and where something was found anyway.
 */
export function weakness(result: Result): Weakness | null {
  const rounds = result.control?.rounds.filter(({ caught, playings }) => caught < rarelyBelow * playings) ?? []
  if (rounds.length === 0 || runStanding(result) === 'violated') return null
  return {
    finding: `that nothing was found means little: the naive strategy, which oversells, was caught in ${listed(rounds.map(oftenIn))}`,
    remedy: `${remedies(result)} give a race more chances to show itself`,
  }
}

function oftenIn({ caught, playings, round }: ControlSection['rounds'][number]): string {
  const of = `${countOf(playings, 'playing')} of ${round}`
  return caught === 0 ? `none of ${of}` : `only ${caught} of ${of}`
}

/** How long a booking takes is up to the target, unless it is ours. */
function remedies({ target }: Result): string {
  const ours = target.kind === 'embedded' ? ['a longer processing time (--processing)'] : []
  return listed([...ours, 'more users (--users)', 'more playings (--repeat)'])
}
