import { didYouMean } from '../operator/did-you-mean.ts'
import { didYouMeanMetric, metricNamed, metricNames, unitsOf, type Metric, type Unit } from './metric.ts'

const comparisons = ['==', '!=', '<', '<=', '>', '>='] as const
export type Comparison = (typeof comparisons)[number]

const units = ['ms', 's', '%'] as const satisfies readonly Unit[]

/** What a scenario hopes for: a measured value compared with a number. */
export interface Expectation {
  /** As it was written. */
  readonly expression: string
  readonly metric: Metric
  readonly comparison: Comparison
  /** In milliseconds for a time; in per cent where `relative`. */
  readonly value: number
  /** True when the value is a share of all users or of all attempts. */
  readonly relative: boolean
}

/** An expectation that cannot be understood; its message is one sentence for whoever wrote it. */
export class ExpectationError extends Error {
  override readonly name = 'ExpectationError'
}

/**
 * Reads one expectation, such as `winners == 10`, `conflict >= 50%` or `p(95) < 0.3s`.
 *
 *     expectation = metric, comparison, number, [ unit ] ;
 *     metric      = "winners" | "users" | outcome                  (* users, by how each ended *)
 *                 | "attempts", [ ".", outcome ]                   (* requests *)
 *                 | "sold" | "oversold" | "unsold"                 (* seats, by the ledger *)
 *                 | [ "planned." ], latency                        (* of the answered attempts, from the send *)
 *                 | "duration" ;                                   (* from the gate to the last answer *)
 *     latency     = "p(", number, ")" | "min" | "mean" | "max" ;
 *     outcome     = "booked" | "conflict" | "soldOut" | "waitlisted" | "rateLimited" | "rejected" | "unknown" ;
 *     comparison  = "==" | "!=" | "<" | "<=" | ">" | ">=" ;
 *     number      = digit, { digit }, [ ".", digit, { digit } ] ;
 *     unit        = "ms" | "s" | "%" ;
 *
 * Spaces may stand between the parts. A time without a unit is in milliseconds; `%` is of all users, or of all
 * attempts, and fits a single outcome only. A percentile is above 0 and at most 100. With `planned.` a latency counts
 * from the moment at which the attempt was meant to be sent.
 * @throws {ExpectationError} saying what was found, where, and what is allowed
 */
export function parseExpectation(text: string): Expectation {
  const words = wordsOf(text)
  const metricWord = words.next(/[\w.]+(\s*\([^()]*\))?/y, 'a metric such as `winners`')
  const metric = readMetric(metricWord)
  const comparison = readMember(words.next(/[=!<>~]+/y, `one of ${comparisons.join(' ')}`), comparisons, 'comparison')
  const value = Number(words.next(/\d+(\.\d+)?/y, 'a number such as 10 or 99.9').text)
  const unitWord = words.nextIfAny(/[^\s\d]+/y, 'the end or a unit')
  const unit = unitWord && readMember(unitWord, units, 'unit')
  if (unitWord && unit) checkUnit(unitWord, unit, metricWord, unitsOf(metric))
  words.end()
  return {
    expression: text,
    metric,
    comparison,
    // In binary 1.005 * 1000 is just under 1005; nanoseconds are finer than any clock here.
    value: unit === 's' ? Math.round(value * 1e9) / 1e6 : value,
    relative: unit === '%',
  }
}

interface Word {
  readonly text: string
  /** From 1, as editors count. */
  readonly column: number
}

function readMetric({ text, column }: Word): Metric {
  const metric = metricNamed(text.replace(/\s/g, ''))
  if (metric) return metric
  throw new ExpectationError(
    `\`${text}\` at column ${column} is not a metric${didYouMeanMetric(text)}; ` +
      `the metrics are ${metricNames.join(', ')}, with N above 0 and at most 100`,
  )
}

function readMember<Member extends string>({ text, column }: Word, members: readonly Member[], noun: string): Member {
  const member = members.find((candidate) => candidate === text)
  if (member !== undefined) return member
  throw new ExpectationError(
    `\`${text}\` at column ${column} is not a ${noun}${didYouMean(text, members)}; ` +
      `the ${noun}s are ${members.join(' ')}`,
  )
}

function checkUnit({ column }: Word, unit: Unit, metric: Word, allowed: readonly Unit[]): void {
  if (allowed.includes(unit)) return
  const choice = allowed.length === 0 ? 'a plain number' : `a plain number or one followed by ${allowed.join(' or ')}`
  throw new ExpectationError(
    `the unit \`${unit}\` at column ${column} does not fit \`${metric.text}\`, which takes ${choice}`,
  )
}

/** Hands out the words of an expectation one by one, whatever space stands between them. */
function wordsOf(text: string) {
  let position = 0
  const skipSpace = (): void => {
    position += /^\s*/.exec(text.slice(position))?.[0].length ?? 0
  }
  const next = (pattern: RegExp, wanted: string): Word => {
    skipSpace()
    pattern.lastIndex = position
    const found = pattern.exec(text)?.[0]
    if (found === undefined)
      throw new ExpectationError(`expected ${wanted} at column ${position + 1}, but found ${rest()}`)
    const word = { text: found, column: position + 1 }
    position += found.length
    return word
  }
  const rest = (): string => (position === text.length ? 'the end' : `\`${text.slice(position)}\``)
  const nextIfAny = (pattern: RegExp, wanted: string): Word | null => {
    skipSpace()
    return position === text.length ? null : next(pattern, wanted)
  }
  const end = (): void => {
    nextIfAny(/$/y, 'the end')
  }
  return { next, nextIfAny, end }
}
