import { Command } from 'commander'
import type { Io } from '../io.ts'

export function bugsCommand(io: Io): Command {
  return new Command('bugs')
    .description('list the bugs that can be planted in the embedded server, with the rule that catches each')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  bookload run quick --bug rows-ignored')
    .action(async ({ json }: { json?: boolean }) => {
      const { listBugs } = await import('../actions/bugs.ts')
      await listBugs(io, { json: json ?? false })
    })
}
