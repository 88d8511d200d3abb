import { Command } from 'commander'
import { exitCodeHelp } from '../exit-codes.ts'
import { expectations } from '../expectation-flag.ts'
import type { Io } from '../io.ts'
import type { JudgeFlags } from '../actions/judge.ts'

const examples = `
Examples:
  bookload run real-users --record sale.ndjson
  bookload judge sale.ndjson                       the same rulings again, without a server
  bookload judge k6.ndjson --ledger ledger.json    what another tool sent; see docs/histories.md`

export function judgeCommand(io: Io): Command {
  return new Command('judge')
    .description('judge a recorded history, sending nothing')
    .argument('<file>', 'a history: NDJSON that `bookload run --record` wrote, or any other tool')
    .option('--ledger <file>', 'what the system says it sold, where the history does not hold it: JSON or NDJSON')
    .option('--expect <expression>', 'what every round hopes for, such as "oversold == 0"; repeatable', expectations)
    .option('--json', 'write the result as JSON to standard output, and nothing else')
    .option('-o, --output <file>', 'write the result as JSON to a file too')
    .option('-q, --quiet', 'write one line instead of tables')
    .addHelpText('after', `${examples}\n${exitCodeHelp}`)
    .action(async (path: string, flags: JudgeFlags) => {
      const { judge } = await import('../actions/judge.ts')
      process.exitCode = await judge(path, flags, io)
    })
}
