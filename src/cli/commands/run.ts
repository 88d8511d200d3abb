import { Command, Option } from 'commander'
import { strategies } from '../../booking/strategy.ts'
import { fairnessPolicies } from '../../scenario/fairness-policy.ts'
import { retryPolicies } from '../../scenario/retry-policy.ts'
import { UsageError } from '../../operator/errors.ts'
import { arrivals } from '../arrivals-flag.ts'
import { bug } from '../bug-flag.ts'
import { exitCodeHelp } from '../exit-codes.ts'
import { collect, duration, rateLimit, threads, url, wholeNumber } from '../flags.ts'
import type { Io } from '../io.ts'
import { hasOwnTarget, type RunFlags } from '../run-flags.ts'
import { refuseStrayWords } from '../stray-words.ts'

const examples = `
Examples:
  bookload run real-users                      300 users, one version-checked event
  bookload run real-users --strategy naive     see an oversell, and the proof of it
  bookload run quick --repeat 30 --control     how sure is it, and would it have found anything?
  bookload run stadium --json > result.json    for a machine
  bookload run my-sale.yaml --target http://127.0.0.1:3000/api/v1
  bookload run quick --target http://127.0.0.1:3000/api/v1 -- npm start`

export function runCommand(io: Io): Command {
  return new Command('run')
    .description('play a scenario and judge what the system sold')
    .argument('<scenario>', 'a name that `bookload scenarios` lists, or the path of a .yaml file')
    .argument('[command...]', 'behind `--`: starts the target, which is stopped when the run is over')
    .optionsGroup('What is played:')
    .option('-u, --users <n>', 'how many people press "buy"', wholeNumber(1, 100_000))
    .option('--seats <n>', 'seats that everyone asks for', wholeNumber(1, 1_000_000))
    .option('--capacity <n>', 'seats that the event has', wholeNumber(1, 1_000_000))
    .option(
      '--arrivals <how>',
      'when they press it: burst, waves:5/200ms, ramp:10s, rate:500/30s or loop:60s',
      arrivals,
    )
    .addOption(new Option('--retry <policy>', 'what users do after a conflict').choices(retryPolicies))
    .addOption(
      new Option('--fairness <policy>', 'who the seats are promised to, judged over all repetitions').choices(
        fairnessPolicies,
      ),
    )
    .option('--seed <n>', 'fixes the plan', wholeNumber(0, 4_294_967_295))
    .option('--repeat <n>', 'play every round this often, each time on a fresh event', wholeNumber(1, 1000), 1)
    .option(
      '--expect <expression>',
      'instead of the scenario\'s expectations, such as "winners == 1"; repeatable',
      collect,
    )
    .option('--http2', 'speak HTTP/2: many requests on few connections (TLS with ALPN; h2c for http:// targets)', false)
    .option('--threads <n>', 'how many threads send: a number, or auto for what the machine has to spare', threads, 1)
    .option(
      '--control',
      'play it all once more on the embedded server with the strategy naive, and say how often this burst caught that',
    )
    .option('--settle <time>', 'how long the ledger may take to show what was promised; 5s', duration)
    .optionsGroup('The embedded server:')
    .addOption(new Option('--strategy <name>', 'how a booking is made').choices(strategies))
    .option('--bug <name>', 'plant a bug in it; `bookload bugs` lists them', bug)
    .option('--processing <time>', 'time between the read and the write of a booking, such as 5ms', duration)
    .option('--rate-limit <limit>', 'requests a minute a user: 60, 10/1s or off', rateLimit)
    .option('--db <file>', 'keep the database in this file')
    .optionsGroup('A target of your own:')
    .option('-c, --contract <file>', 'how your booking API is talked to: a .yaml file, or a module')
    .option('-t, --target <url>', 'where it is, such as http://127.0.0.1:3000/api/v1', url)
    .addOption(new Option('--admin-token <token>', 'its admin token').env('BOOKLOAD_ADMIN_TOKEN'))
    .option('--yes-i-own <host>', 'for a target that is not on this machine: its host, which is yours to load')
    .option('--users-file <file>', 'book with the accounts in this .csv, .json or .ndjson file, each row used once')
    .option('--reuse-users', 'let users share the rows of a file that has too few')
    .optionsGroup('Output:')
    .option('--json', 'write the result as JSON to standard output, and nothing else')
    .option('-o, --output <file>', 'write the result as JSON to a file too')
    .option('--hdr <file>', 'write latencies as HdrHistogram percentile distributions to a file, for plotters')
    .option('--record <file>', 'write every attempt as NDJSON to a file')
    .option('-q, --quiet', 'write one line instead of tables, and no progress')
    .addHelpText('after', `${examples}\n${exitCodeHelp}`)
    .action(async (scenario: string, words: readonly string[], flags: RunFlags, command: Command) => {
      refuseStrayWords(words, 'scenario')
      // From the environment it may stand for other commands.
      if (!hasOwnTarget(flags) && command.getOptionValueSource('adminToken') === 'cli') {
        throw new UsageError('--admin-token needs a --target: the embedded server makes its own')
      }
      const { run } = await import('../actions/run.ts')
      process.exitCode = await run(scenario, { ...flags, command: words }, io)
    })
}
