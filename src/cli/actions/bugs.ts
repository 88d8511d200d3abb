import { bugNames, bugs, strategiesWith, type Bug, type BugName } from '../../booking/bug.ts'
import { strategies } from '../../booking/strategy.ts'
import type { Style } from '../../report/style.ts'
import { indented, labelled } from '../../report/wrap-text.ts'
import { write, type Io } from '../io.ts'
import { styleOf } from '../style.ts'

export async function listBugs(io: Io, { json }: { json: boolean }): Promise<void> {
  if (json) {
    const all = bugNames.map((name) => ({ name, ...bugs[name] }))
    return write(io.stdout, `${JSON.stringify(all, null, 2)}\n`)
  }
  const style = styleOf(io)
  const groups = shows.map((shownBy) => groupOf(shownBy, style).join('\n'))
  return write(io.stdout, `${groups.join('\n\n')}\n`)
}

const shows = [...new Set(bugNames.map((name) => bugs[name].shownBy))]

/** The command that brings some bugs to light, and those bugs. */
function groupOf(shownBy: string, { chalk, width }: Style): readonly string[] {
  return [
    ...indented({ text: `bookload run ${shownBy} --bug NAME`, paint: chalk.dim }, 0, width),
    ...bugNames
      .filter((name) => bugs[name].shownBy === shownBy)
      .flatMap((name) =>
        labelled({ text: name, paint: chalk.bold }, { text: factsOf(name) }, { indent: 2, room, width }),
      ),
  ]
}

const room = Math.max(...bugNames.map(({ length }) => length))

function factsOf(name: BugName): readonly string[] {
  const { harm, seenIn, rule }: Bug = bugs[name]
  const able = strategiesWith(name)
  return [
    harm,
    ...(seenIn === undefined ? [] : [`seen in ${seenIn}`]),
    ...(able.length === strategies.length ? [] : [`only with strategy ${able.join(' or ')}`]),
    `caught by ${rule}`,
  ]
}
