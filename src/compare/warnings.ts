import { listed } from '../judge/words.ts'
import type { Result } from '../report/result.ts'
import { scenarioName } from '../report/scenario-facts.ts'
import type { Side } from './comparison.ts'
import { settingDifferences, type SettingDifference } from './setting-differences.ts'

/** Why a difference between two results may have another cause than the one somebody looks for: a sentence each. */
export function comparabilityWarnings(a: Side, b: Side): readonly string[] {
  return [
    ...incompleteness(a),
    ...incompleteness(b),
    ...differingConditions(a, b),
    ...differingSettings(a, b),
    ...unmatchedRounds(a, b),
  ]
}

function incompleteness({ label, result }: Side): readonly string[] {
  const { partial, failure } = result.run
  return [
    ...(partial ? [`${label} is partial: it was interrupted`] : []),
    ...(failure === null ? [] : [`${label} was not carried through: ${failure}`]),
  ]
}

const conditions: readonly (readonly [name: string, of: (result: Result) => unknown])[] = [
  ['scenario', scenarioName],
  ['kind of target', ({ target }) => target.kind],
  ['address of the target', ({ target }) => (target.kind === 'http' ? target.baseUrl : undefined)],
  ['store', ({ target }) => target.store],
  ['strategy', ({ target }) => target.strategy],
  ['number of CPUs', ({ run }) => run.cpus],
  ['Node version', ({ run }) => run.node],
  ['bookload version', ({ bookload }) => bookload],
]

function differingConditions(a: Side, b: Side): readonly string[] {
  return conditions.flatMap(([name, of]) => {
    const [left, right] = [of(a.result), of(b.result)]
    return left === right ? [] : [differs(name, { ...a, value: left }, { ...b, value: right })]
  })
}

function differingSettings(a: Side, b: Side): readonly string[] {
  const found = settingDifferences(a.result.scenario, b.result.scenario)
  // A setting given once for all rounds is repeated in each of them; it is one difference.
  const sentences = found.map((difference) => {
    const alike = found.filter((other) => isAlike(difference, other))
    const rounds = alike.flatMap(({ round }) => round ?? [])
    const where = rounds.length < alike.length ? '' : ` in ${listed(rounds)}`
    return differs(`${difference.setting}${where}`, { ...a, value: difference.a }, { ...b, value: difference.b })
  })
  return [...new Set(sentences)]
}

const isAlike = (one: SettingDifference, other: SettingDifference): boolean =>
  one.setting === other.setting && valueText(one.a) === valueText(other.a) && valueText(one.b) === valueText(other.b)

function unmatchedRounds(a: Side, b: Side): readonly string[] {
  return [
    [a, b],
    [b, a],
  ].flatMap(([side, other]) => {
    if (!side || !other) return []
    const played = new Set(other.result.rounds.map(playing))
    const alone = side.result.rounds.map(playing).filter((round) => !played.has(round))
    return alone.length === 0 ? [] : [`only ${side.label} played ${listed(alone)}`]
  })
}

const playing = ({ name, repetition }: Result['rounds'][number]): string =>
  repetition === 1 ? name : `${name} ${repetition}`

interface Found {
  readonly label: string
  readonly value: unknown
}

const differs = (what: string, a: Found, b: Found): string =>
  `different ${what}: ${valueText(a.value)} in ${a.label}, ${valueText(b.value)} in ${b.label}`

function valueText(value: unknown): string {
  if (value === undefined || value === null) return 'none'
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || Array.isArray(value)) return JSON.stringify(value)
  return `(${Object.entries(value)
    .map(([key, inner]) => `${key} ${valueText(inner)}`)
    .join(', ')})`
}
