import { Command } from 'commander'
import type { Io } from '../io.ts'

export function compareCommand(io: Io): Command {
  return new Command('compare')
    .description('lay two results side by side')
    .argument('<before>', 'a result that `bookload run -o` wrote; name it with label=file.json')
    .argument('<after>', 'another one')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  bookload compare alternating.json real.json')
    .action(async (before: string, after: string, { json }: { json?: boolean }) => {
      const { compare } = await import('../actions/compare.ts')
      await compare({ before, after, json: json ?? false }, io)
    })
}
