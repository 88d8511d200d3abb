import { Command, Option } from 'commander'
import { duration, url } from '../flags.ts'
import type { Io } from '../io.ts'
import type { CheckFlags } from '../actions/check.ts'
import { refuseStrayWords } from '../stray-words.ts'

const examples = `
Examples:
  bookload check shop.yaml
  bookload check shop.yaml --target http://127.0.0.1:3000/api -- npm start
  bookload check my-sale.yaml                  a scenario that names its target

Exit codes:
  0    the target answers as the contract says, and a run can be judged
  2    the command line or a file was wrong, or the target does not answer as the contract says
  3    the target cannot be reached or refuses, or has no ledger, so that no run can be held
  130  interrupted; what was known by then has been printed`

export function checkCommand(io: Io): Command {
  return new Command('check')
    .description('send one user through a contract, and show all that was said')
    .argument('<contract>', 'how your booking API is talked to: a .yaml file, or a module; or a scenario with a target')
    .argument('[command...]', 'behind `--`: starts the target, which is stopped when the check is over')
    .option('-t, --target <url>', 'where it is, such as http://127.0.0.1:3000/api/v1', url)
    .addOption(new Option('--admin-token <token>', 'its admin token').env('BOOKLOAD_ADMIN_TOKEN'))
    .option('--yes-i-own <host>', 'for a target that is not on this machine: its host, which is yours to load')
    .option('--users-file <file>', 'book with the first account in this .csv, .json or .ndjson file')
    .option('--settle <time>', 'how long the ledger may take to show what was promised; 5s', duration)
    .option('--json', 'write what was said and found as JSON to standard output, and nothing else')
    .addHelpText('after', examples)
    .action(async (file: string, words: readonly string[], flags: CheckFlags, command: Command) => {
      refuseStrayWords(words, 'contract')
      const { check } = await import('../actions/check.ts')
      const isTokenTyped = command.getOptionValueSource('adminToken') === 'cli'
      process.exitCode = await check(file, { ...flags, command: words, isTokenTyped }, io)
    })
}
