import { bugNames, bugs, strategiesWith, type Bug, type BugName } from '../../booking/bug.ts'
import { strategies } from '../../booking/strategy.ts'
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
    labelled({ text: name, paint: chalk.bold }, { text: factsOf(name) }, { indent: 2, room, width }),
  )
  return write(io.stdout, `${lines.join('\n')}\n`)
}

function factsOf(name: BugName): readonly string[] {
  const { harm, seenIn, rule, shownBy }: Bug = bugs[name]
  const able = strategiesWith(name)
  return [
    harm,
    ...(seenIn === undefined ? [] : [`seen in ${seenIn}`]),
    ...(able.length === strategies.length ? [] : [`only with strategy ${able.join(' or ')}`]),
    `caught by ${rule}`,
    `bookload run ${shownBy} --bug ${name}`,
  ]
}
