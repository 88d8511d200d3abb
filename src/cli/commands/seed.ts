import { Command, Option } from 'commander'
import { prefix, url, wholeNumber } from '../flags.ts'
import type { Io } from '../io.ts'
import type { SeedFlags } from '../actions/seed.ts'

const examples = `
Examples:
  bookload seed --users 300 --out users.csv      300 accounts in users.db, their tokens in users.csv
  bookload run real-users --users-file users.csv
  bookload serve --db users.db                   for tools of your own`

export function seedCommand(io: Io): Command {
  return new Command('seed')
    .description('create accounts and write them with their tokens to a file')
    .requiredOption('-u, --users <n>', 'how many', wholeNumber(1, 100_000))
    .requiredOption('-o, --out <file>', 'where to: a .csv, .json or .ndjson file')
    .option('--prefix <name>', 'what the names of the accounts start with', prefix, 'user')
    .option('--db <file>', 'the database to create them in; the file beside --out that ends in .db if none is given')
    .option('-c, --contract <file>', 'create them in your booking API, as this contract says')
    .option('-t, --target <url>', 'create them in a running server instead', url)
    .addOption(new Option('--admin-token <token>', 'its admin token').env('BOOKLOAD_ADMIN_TOKEN'))
    .option('--yes-i-own <host>', 'for a server that is not on this machine: its host, which is yours to load')
    .addHelpText('after', examples)
    .action(async (flags: SeedFlags) => {
      const { seed } = await import('../actions/seed.ts')
      await seed(flags, io)
    })
}
