import { parseScenario } from '../../src/scenario/parse.ts'
import type { Scenario } from '../../src/scenario/scenario.ts'

/** A scenario out of a few lines of YAML; whatever is not said is a small sell-out. */
export function scenarioFrom({ top = '', round = '' }: { top?: string; round?: string } = {}): Scenario {
  const said = (field: string, text: string, otherwise: string) =>
    new RegExp(`^\\s*${field}:`, 'm').test(text) ? '' : otherwise
  const indented = (text: string) => text.split('\n').map((line) => `    ${line.trim()}`)
  return parseScenario(
    [
      'name: test-sale',
      'description: a sale for a test',
      // A rate of arrivals says by itself how many there are.
      said('users', top, round.includes('pattern: rate') ? '' : 'users: 12'),
      ...top.split('\n').map((line) => line.trim()),
      'rounds:',
      '  - name: sale',
      said('capacity', round, '    capacity: 5'),
      said('seats', round, '    seats: 1'),
      ...indented(round),
    ].join('\n'),
    'test-sale.yaml',
  )
}
