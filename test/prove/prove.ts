import { parseArgs } from 'node:util'
import { bugs } from '../../src/booking/bug.ts'
import { acquitInnocents, type Acquittal } from './innocents.ts'
import { convictMutants, type Conviction } from './mutants.ts'

/*
 * The judge before its own judge: every planted bug is to be caught by the rule named for it, and no correct system to
 * be accused, however it looks. Prints both tables as Markdown; fails where either is not so.
 */

const { values } = parseArgs({
  options: { playings: { type: 'string', default: '200' }, seeds: { type: 'string', default: '5' } },
})
const rounds = 3

const print = (line: string): void => void process.stdout.write(`${line}\n`)

function mutantRow({ name, caughtIn, others }: Conviction): string {
  const caught = caughtIn.filter((round) => round !== null)
  const most = caught.length === 0 ? '–' : `${Math.max(...caught)}`
  const rest = [...others].toSorted().map((id) => `\`${id}\``)
  return `| \`${name}\` | ${bugs[name].harm} | \`${bugs[name].rule}\` | ${caught.length} of ${caughtIn.length} | ${most} | ${rest.join(', ')} |`
}

function innocentRow({ name, playings, accused, inconclusive }: Acquittal): string {
  return `| ${name} | ${playings} | ${countsOf(accused)} | ${countsOf(inconclusive)} |`
}

const countsOf = (counts: ReadonlyMap<string, number>): string =>
  [...counts].map(([id, count]) => `\`${id}\` ${count}`).join(', ') || '0'

let isProved = true

print(`| planted bug | what goes wrong | caught by | runs | rounds | also |`)
print('| --- | --- | --- | --- | --- | --- |')
for await (const conviction of convictMutants({ seeds: Number(values.seeds), rounds })) {
  print(mutantRow(conviction))
  if (conviction.caughtIn.includes(null)) isProved = false
}

print('')
print('| innocent | playings | accused | could not rule |')
print('| --- | --- | --- | --- |')
for await (const acquittal of acquitInnocents(Number(values.playings))) {
  print(innocentRow(acquittal))
  if (acquittal.accused.size > 0 || !acquittal.asExpected) isProved = false
}

process.exitCode = isProved ? 0 : 1
