import { UsageError } from '../operator/errors.ts'

/**
 * A word too many is a slip of the fingers, and not to be started as a program.
 * @param argument what stands before the command that starts a target
 */
export function refuseStrayWords(words: readonly string[], argument: 'scenario' | 'contract'): void {
  if (words.length > 0 && !process.argv.includes('--')) {
    throw new UsageError(
      `${words.join(' ')}: too many arguments; allowed is one ${argument}, and behind -- a command that starts the target`,
    )
  }
}
