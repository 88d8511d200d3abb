import { Command } from 'commander'
import type { Io } from '../io.ts'

export function initCommand(io: Io): Command {
  return new Command('init')
    .description('write a commented scenario to start from, or propose the contract of your API')
    .argument('[file]', 'where to (default: "bookload.yaml", or "target.yaml" with --from)')
    .option('--from <document>', 'propose a contract from an OpenAPI document: a file, in JSON or YAML')
    .option('--force', 'overwrite a file that is there')
    .action(async (file: string | undefined, { from, force = false }: { from?: string; force?: boolean }) => {
      const { init, initFrom } = await import('../actions/init.ts')
      if (from === undefined) await init(file ?? 'bookload.yaml', { force }, io)
      else await initFrom(from, file ?? 'target.yaml', { force }, io)
    })
}
