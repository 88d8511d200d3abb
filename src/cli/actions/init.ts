import { existsSync } from 'node:fs'
import { basename, dirname, extname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UsageError } from '../../operator/errors.ts'
import { writeWhole } from '../../operator/write-whole.ts'
import { scenarioTemplate } from '../../scenario/template.ts'
import { write, type Io } from '../io.ts'

const schema = fileURLToPath(new URL('../../../docs/schema/scenario.v1.json', import.meta.url))

/** @throws {UsageError} where the file is there already or cannot be written */
export async function init(file: string, { force }: { force: boolean }, io: Io): Promise<void> {
  const ending = extname(file)
  if (ending !== '.yaml' && ending !== '.yml')
    throw new UsageError(`${file}: a scenario ends in .yaml, not in "${ending}"`)
  if (existsSync(file) && !force) throw new UsageError(`${file}: it is there already; --force overwrites it`)
  const name =
    basename(file, ending)
      .toLowerCase()
      .replaceAll(/[^a-z0-9]+/g, '-')
      .replaceAll(/^-|-$/g, '') || 'my-sale'
  const path = file.includes('/') ? file : `./${file}`
  await writeWhole(file, scenarioTemplate({ name: name.slice(0, 60), schema: schemaFor(file) }))
  await write(io.stdout, `${file} is written. Change what you like, then: bookload run ${path}\n`)
}

/** As a path from the file where both lie in one project, so that it still leads there on another machine. */
function schemaFor(file: string): string {
  const path = relative(dirname(resolve(file)), schema)
  return path.startsWith('..') ? schema : `./${path}`
}
