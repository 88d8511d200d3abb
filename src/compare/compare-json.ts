import type { Comparison } from './comparison.ts'

const comparisonSchemaId = 'bookload.comparison/v1'

export function renderComparisonJson({ a, b, rows, warnings }: Comparison): string {
  return `${JSON.stringify({ schema: comparisonSchemaId, a, b, rows, warnings }, null, 2)}\n`
}
