import { Command, Option } from 'commander'
import { bugsCommand } from './commands/bugs.ts'
import { checkCommand } from './commands/check.ts'
import { compareCommand } from './commands/compare.ts'
import { initCommand } from './commands/init.ts'
import { judgeCommand } from './commands/judge.ts'
import { runCommand } from './commands/run.ts'
import { scenariosCommand } from './commands/scenarios.ts'
import { seedCommand } from './commands/seed.ts'
import { serveCommand } from './commands/serve.ts'
import { exitCodeHelp } from './exit-codes.ts'
import type { Io } from './io.ts'
import { version } from './version.ts'

/** The words of the command line. What they do is loaded only once one of them was chosen. */
export function buildProgram(io: Io): Command {
  const program = new Command('bookload')
    .description('Proves whether a booking system sells exactly what it has when everybody presses "buy" at once.')
    .version(version(), '-V, --version')
    .addOption(new Option('--no-color', 'write without colour, as NO_COLOR does'))
    .addHelpText('after', `${exitCodeHelp}\n\nStart with: bookload run real-users`)
    .showHelpAfterError('(see --help for what is allowed)')
    .configureOutput({
      writeOut: (text) => void io.stdout.write(text),
      writeErr: (text) => void io.stderr.write(text),
      outputError: (text, print) => print(text.replace(/^error: /, 'bookload: ')),
    })
    .exitOverride()
  const commands = [
    runCommand,
    checkCommand,
    judgeCommand,
    scenariosCommand,
    compareCommand,
    serveCommand,
    seedCommand,
    initCommand,
    bugsCommand,
  ]
  for (const command of commands) program.addCommand(inherit(command(io), program))
  return program
}

/** Commander hands its settings only to commands that it makes itself. */
function inherit(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent)
  for (const nested of command.commands) inherit(nested, command)
  return command
}
