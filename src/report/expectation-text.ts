import { metricNamed, unitsOf } from '../scenario/metric.ts'
import { durationText, significant } from './duration-text.ts'
import type { RoundResult } from './result.ts'

type Expectation = RoundResult['verdict']['expectations'][number]

export type ExpectationWord = 'met' | 'missed' | 'unmeasured'

export function expectationWord({ actual, pass }: Expectation): ExpectationWord {
  if (actual === null) return 'unmeasured'
  return pass ? 'met' : 'missed'
}

/** What was measured, in the unit that the expression speaks of. */
export function expectationText({ expression, actual }: Expectation): string {
  if (actual === null) return 'its value is not known'
  const metric = metricNamed(expression.split(/[=!<>]/)[0]?.trim() ?? '')
  if (metric && unitsOf(metric).includes('ms')) return `it was ${durationText(actual)}`
  if (expression.includes('%')) return `it was ${significant(actual)} %`
  return `it was ${Number.isInteger(actual) ? actual.toLocaleString('en-US') : significant(actual)}`
}
