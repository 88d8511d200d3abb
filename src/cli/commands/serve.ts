import { Command, Option } from 'commander'
import { strategies } from '../../booking/strategy.ts'
import { bug } from '../bug-flag.ts'
import { refuseVainBug, strategyWith } from '../bug-strategy.ts'
import { duration, rateLimit, wholeNumber } from '../flags.ts'
import type { Io } from '../io.ts'
import type { ServeFlags } from '../actions/serve.ts'

const examples = `
Examples:
  bookload serve --port 3000 --admin-token secret
  bookload serve --http2                         over TLS, with a certificate made on the spot
  bookload run quick --target http://127.0.0.1:3000/api/v1 --admin-token secret`

export function serveCommand(io: Io): Command {
  return new Command('serve')
    .description('run the booking server by itself, until Ctrl-C')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('-p, --port <n>', 'port to listen on, 0 for a free one', wholeNumber(0, 65_535), 3000)
    .option('--db <file>', 'keep the database in this file; without it, it is gone afterwards')
    .option('--http2', 'speak HTTP/2, and HTTP/1.1 beside it, over TLS', false)
    .addOption(new Option('--strategy <name>', 'how a booking is made').choices(strategies).default('optimistic'))
    .option('--bug <name>', 'plant a bug; `bookload bugs` lists them', bug)
    .option('--processing <time>', 'time between the read and the write of a booking, such as 5ms', duration, 0)
    .addOption(
      new Option('--rate-limit <limit>', 'requests a minute a user: 60, 10/1s or off')
        .argParser(rateLimit)
        .default({ limit: 60, windowMs: 60_000 }, '60'),
    )
    .addOption(
      new Option('--admin-token <token>', 'token of the admin calls; made up if none is given').env(
        'BOOKLOAD_ADMIN_TOKEN',
      ),
    )
    .addHelpText('after', examples)
    .action(async (flags: ServeFlags, command: Command) => {
      if (command.getOptionValueSource('strategy') === 'cli') refuseVainBug(flags.bug, flags.strategy)
      const { serve } = await import('../actions/serve.ts')
      await serve({ ...flags, strategy: strategyWith(flags.bug, flags.strategy) }, io)
    })
}
