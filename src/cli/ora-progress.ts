import { Chalk, supportsColorStderr, type ChalkInstance } from 'chalk'
import ora from 'ora'
import type { Progress } from '../run/progress.ts'
import type { Io } from './io.ts'

/** Phases as spinners on standard error; plain lines where that is no terminal, nothing where quiet was asked for. */
export function oraProgress(io: Io, { isSilent }: { isSilent: boolean }): Progress {
  const chalk = chalkFor(io)
  const isLive = io.stderr.isTTY && !io.env['CI']
  return {
    phase: async (during, work, summary) => {
      const spinner = ora({
        text: during,
        stream: io.stderr,
        isSilent,
        isEnabled: isLive,
        ...(chalk.level === 0 ? { color: false } : {}),
        // Listening to the keyboard is no business of a load generator.
        discardStdin: false,
      })
      // Where nothing can spin, ora would print the phase twice: once as it begins and once as it ends.
      if (isLive) spinner.start()
      try {
        const value = await work()
        // Ora's own symbols are coloured even where a pipe is listening.
        spinner.stopAndPersist({ symbol: chalk.green('✔'), text: summary(value) })
        return value
      } catch (error) {
        spinner.stopAndPersist({ symbol: chalk.red('✖'), text: during })
        throw error
      }
    },
  }
}

function chalkFor({ stderr, mayColour }: Io): ChalkInstance {
  const level = mayColour && stderr.isTTY && supportsColorStderr ? supportsColorStderr.level : 0
  return new Chalk({ level })
}
