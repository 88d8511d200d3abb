import { bugNames, bugs } from '../../booking/bug.ts'
import { labelled } from '../../report/wrap-text.ts'
import { write, type Io } from '../io.ts'
import { styleOf } from '../style.ts'

export async function listBugs(io: Io, { json }: { json: boolean }): Promise<void> {
  if (json) {
    const all = bugNames.map((name) => ({ name, ...bugs[name] }))
    return write(io.stdout, `${JSON.stringify(all, null, 2)}\n`)
  }
  const { chalk, width } = styleOf(io)
  const room = Math.max(...bugNames.map(({ length }) => length))
  const lines = bugNames.flatMap((name) =>
    labelled(
      { text: name, paint: chalk.bold },
      { text: [bugs[name].harm, `caught by ${bugs[name].rule}`] },
      { indent: 2, room, width },
    ),
  )
  return write(io.stdout, `${lines.join('\n')}\n\nPlant one: bookload run quick --bug ${bugNames[0]}\n`)
}
