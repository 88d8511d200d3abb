import { stringify } from 'yaml'
import { listScenarios, loadScenario } from '../../scenario/library.ts'
import { scenarioToFile } from '../../scenario/to-file.ts'
import { write, type Io } from '../io.ts'

export async function listAll(io: Io, { json }: { json: boolean }): Promise<void> {
  const scenarios = await Promise.all((await listScenarios()).map(loadScenario))
  if (json) {
    const brief = scenarios.map(({ name, description }) => ({ name, description }))
    return write(io.stdout, `${JSON.stringify(brief, null, 2)}\n`)
  }
  const widest = Math.max(...scenarios.map(({ name }) => name.length))
  const lines = scenarios.map(({ name, description }) => `  ${name.padEnd(widest)}  ${description}`)
  return write(io.stdout, `${lines.join('\n')}\n\nRun one: bookload run ${scenarios[0]?.name ?? 'NAME'}\n`)
}

export async function showOne(name: string, io: Io, { json }: { json: boolean }): Promise<void> {
  const scenario = scenarioToFile(await loadScenario(name))
  await write(io.stdout, json ? `${JSON.stringify(scenario, null, 2)}\n` : stringify(scenario))
}
