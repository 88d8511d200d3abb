import { listed } from '../judge/words.ts'
import type { ControlSection } from './confidence-section.ts'
import { countOf, countText } from './count-text.ts'
import { percentsText, percentText } from './percent-text.ts'
import type { Result } from './result.ts'
import type { Style } from './style.ts'
import { labelled } from './wrap-text.ts'

/** How often this very plan caught a server that oversells, round by round, and why not more is known. */
export function controlBlock({ control, target }: Result, { chalk, width }: Style): readonly string[] {
  if (!control) return []
  const { rounds, partial, failure } = control
  const who =
    target.kind === 'embedded' ? 'the naive strategy' : "the embedded server's naive strategy, by the same burst,"
  const limits = [
    ...(partial ? ['interrupted; this covers what had happened by then'] : []),
    ...(failure === null ? [] : [`not carried through: ${failure}`]),
  ]
  return [
    ...rounds.map((round) => ({ text: finding(round, who), paint: round.caught === 0 ? chalk.yellow : undefined })),
    ...limits.map((text) => ({ text, paint: chalk.yellow })),
  ].flatMap(({ text, paint }) =>
    labelled(
      { text: 'control', paint: chalk.dim },
      { text, ...(paint === undefined ? {} : { paint }) },
      { room: 'confidence'.length, width },
    ),
  )
}

function finding({ round, playings, caught, share, rules }: ControlSection['rounds'][number], who: string): string {
  const often = `${countText(caught)} of ${countOf(playings, 'round')}`
  const sure = `${percentText(caught / playings)}, ${percentsText(share)} at ${share.level * 100} %`
  const by = rules.length === 0 ? '' : `, by ${listed(rules.map(({ id }) => id))}`
  return `${round}: ${who} was caught in ${often} (${sure})${by}`
}
