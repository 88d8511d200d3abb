import { parseArgs } from 'node:util'
import { UsageError } from '../../src/operator/errors.ts'

export interface CommandLine {
  /** The measures that were named; none for all. */
  readonly names: readonly string[]
  readonly turns: number
  readonly runs: number
  readonly rounds: number
}

/** Fewer cannot tell a difference from noise. */
const turnsDefault = 7
const runsDefault = 50
const roundsDefault = 40

/**
 * @param known names of all measures
 * @throws {UsageError} for a flag, a number or a measure that there is not
 */
export function readCommandLine(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  known: readonly string[],
): CommandLine {
  const { values, positionals } = parsed(args)
  const stranger = positionals.find((name) => !known.includes(name))
  if (stranger !== undefined) throw new UsageError(`no measure is called "${stranger}"; there are: ${known.join(', ')}`)
  return {
    names: positionals,
    turns: wholeNumber('--turns', values.turns ?? env['TURNS'], turnsDefault),
    runs: wholeNumber('--runs', values.runs, runsDefault),
    rounds: wholeNumber('--rounds', values.rounds, roundsDefault),
  }
}

function parsed(args: readonly string[]) {
  const options = { turns: { type: 'string' }, runs: { type: 'string' }, rounds: { type: 'string' } } as const
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function wholeNumber(flag: string, text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new UsageError(`${flag} takes a whole number from 1 to 99999, not "${text}"`)
  return Number(text)
}
