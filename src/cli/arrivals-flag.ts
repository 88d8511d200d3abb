import { InvalidArgumentError } from 'commander'
import { arrivalsHint, parseArrivals } from '../scenario/arrivals-text.ts'
import type { Arrivals } from '../scenario/arrivals.ts'

/** Reads the value of a flag; commander puts the flag and the value found before the complaint. */
export function arrivals(text: string): Arrivals {
  const read = parseArrivals(text.trim())
  if (read !== null) return read
  throw new InvalidArgumentError(`Allowed is ${arrivalsHint}.`)
}
