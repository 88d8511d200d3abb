import { InvalidArgumentError } from 'commander'
import { ExpectationError, parseExpectation, type Expectation } from '../scenario/expectation.ts'

/** Reads the value of a repeatable flag; commander puts the flag and the value found before the complaint. */
export function expectations(text: string, earlier: readonly Expectation[] | undefined): readonly Expectation[] {
  try {
    return [...(earlier ?? []), parseExpectation(text)]
  } catch (error) {
    if (error instanceof ExpectationError) throw new InvalidArgumentError(error.message)
    throw error
  }
}
