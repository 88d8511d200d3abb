import { Command } from 'commander'
import type { Io } from '../io.ts'

export function initCommand(io: Io): Command {
  return new Command('init')
    .description('write a commented scenario to start from')
    .argument('[file]', 'where to', 'bookload.yaml')
    .option('--force', 'overwrite a file that is there')
    .action(async (file: string, { force }: { force?: boolean }) => {
      const { init } = await import('../actions/init.ts')
      await init(file, { force: force ?? false }, io)
    })
}
