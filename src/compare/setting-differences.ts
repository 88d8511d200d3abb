import { isDeepStrictEqual } from 'node:util'
import type { Result } from '../report/result.ts'

/** A setting of a scenario that two results do not share. */
export interface SettingDifference {
  /** As in a scenario file, without the round: `capacity`, `server.processingMs`. */
  readonly setting: string
  /** Null for a setting of the whole scenario. */
  readonly round: string | null
  readonly a: unknown
  readonly b: unknown
}

type Settings = Readonly<Record<string, unknown>>

/** Names say nothing about what was measured, and neither do hopes; seeds and strategies are compared where they were used. */
const incomparable = new Set(['name', 'description', 'seed', 'strategy', 'expect', 'rounds'])

/**
 * Every setting in which two scenarios differ, rounds matched by name. Settings are whatever the results hold, so that
 * one this version does not know is still compared.
 */
export function settingDifferences(a: Result['scenario'], b: Result['scenario']): readonly SettingDifference[] {
  const others = roundsOf(b)
  const inRounds = [...roundsOf(a)].flatMap(([name, round]) => {
    const other = others.get(name)
    return other ? differences(round, other).map((difference) => Object.assign(difference, { round: name })) : []
  })
  return [...differences(a, b), ...inRounds]
}

function differences(a: Settings, b: Settings, path: readonly string[] = []): SettingDifference[] {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)].filter((key) => !incomparable.has(key)))
  return [...keys].flatMap((key) => {
    const [left, right] = [a[key], b[key]]
    if (isDeepStrictEqual(left, right)) return []
    const here = [...path, key]
    if (isSettings(left) && isSettings(right) && haveSameKeys(left, right)) return differences(left, right, here)
    return [{ setting: here.join('.'), round: null, a: left, b: right }]
  })
}

/** Settings of another shape, such as those of another retry policy, differ as a whole. */
const haveSameKeys = (a: Settings, b: Settings): boolean =>
  isDeepStrictEqual(Object.keys(a).toSorted(), Object.keys(b).toSorted())

function roundsOf({ rounds }: Result['scenario']): ReadonlyMap<string, Settings> {
  const settings = Array.isArray(rounds) ? rounds.filter(isSettings) : []
  return new Map(settings.map((round) => [String(round['name']), withImplied(round)]))
}

/** What results of earlier versions did not have to say, since there was no other way. */
function withImplied(round: Settings): Settings {
  const { arrivals = { pattern: 'burst' }, retry } = round
  if (!isSettings(retry) || retry['policy'] === 'none') return { ...round, arrivals }
  return { ...round, arrivals, retry: { ...retry, keyAfterUnknown: retry['keyAfterUnknown'] ?? 'same' } }
}

const isSettings = (value: unknown): value is Settings =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
