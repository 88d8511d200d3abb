import { Command } from 'commander'
import type { Io } from '../io.ts'

export function scenariosCommand(io: Io): Command {
  const list = new Command('list')
    .description('name each scenario with a line about it')
    .option('--json', 'as JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const { listAll } = await import('../actions/scenarios.ts')
      await listAll(io, { json: json ?? false })
    })
  const show = new Command('show')
    .description('print a scenario with every default filled in')
    .argument('<scenario>', 'a name, or the path of a .yaml file')
    .option('--json', 'as JSON')
    .action(async (name: string, { json }: { json?: boolean }) => {
      const { showOne } = await import('../actions/scenarios.ts')
      await showOne(name, io, { json: json ?? false })
    })
  return new Command('scenarios')
    .description('list the scenarios that come with bookload, or show one')
    .addCommand(list, { isDefault: true })
    .addCommand(show)
}
