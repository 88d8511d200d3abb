import { barCell, number } from '../cells.ts'
import { Child } from '../child.ts'
import type { MappingQuestion } from '../client-mapping.ts'
import type { ClientQuestion, Spent } from '../client-questions.ts'
import { mappings, type Mapping } from '../mappings.ts'
import type { Finding, Measure } from '../measure.ts'
import { median } from '../statistics.ts'
import { inTurn } from '../turns.ts'

const connections = 100
/** Short, and often in turn: what else the machine does meanwhile lasts longer, and is then shared. */
const seconds = 1
const samplesATurn = 3
const pureRequests = 100_000

/** A contract may cost a client a tenth more for each request than the code that it stands for. */
const bar = 1.1

interface Kind {
  readonly name: string
  readonly status: number
  readonly body: string
}

const kinds: readonly Kind[] = [
  {
    name: 'booked',
    status: 201,
    body: '{"reference":"EVT-10LEK9","eventId":"3c9a1f52-0d4e-4b7a-9c1d-5e2f7a8b6c30","userId":"9f1c2d3e-0d4e-4b7a-9c1d-5e2f7a8b6c30","seats":1,"version":2}',
  },
  { name: 'conflict', status: 409, body: problem('VERSION_CONFLICT', 'Somebody else was faster') },
  { name: 'sold out', status: 409, body: problem('SOLD_OUT', 'No seats are left') },
]

function problem(code: string, title: string): string {
  return JSON.stringify({ type: 'about:blank', title, status: 409, detail: `${title}.`, code })
}

/** Client CPU a request by the embedded server's contract, against a mapping of its API that was written by hand. */
export const contract: Measure = {
  name: 'contract',
  async run({ turns }) {
    const rows = []
    for (const kind of kinds) {
      rows.push(await rowFor(`${kind.name}, sent`, turns * samplesATurn, bar, await overTheWire(kind)))
    }
    for (const kind of kinds) {
      rows.push(await rowFor(`${kind.name}, mapped only`, turns * samplesATurn, undefined, withoutAWire(kind)))
    }
    return {
      title: 'client CPU a request, µs: by contract against written by hand',
      head: ['answer', 'n', 'contract', 'by hand', 'contract / by hand', 'bar'],
      rows,
      notes: [
        `sent: the engine over ${connections} connections for ${seconds} s, and a bare node:http server; all threads, user and system`,
        `processes last from turn to turn, each with ${samplesATurn} samples a turn, so that their code is warm`,
        'mapped only: what a mapping does of it, which is to prepare a request and to read its answer',
      ],
    }
  },
}

interface Work {
  readonly cpuUsPerRequest: (mapping: Mapping) => Promise<number>
  readonly stop: () => Promise<void>
}

async function rowFor(
  name: string,
  samplesEach: number,
  most: number | undefined,
  work: Work,
): Promise<Finding['rows'][number]> {
  const ways = mappings.map((mapping) => ({ name: mapping }))
  // Code is compiled before anything counts.
  for (const way of ways) await work.cpuUsPerRequest(way.name)
  const samples = await inTurn(ways, samplesEach, (way) => work.cpuUsPerRequest(way.name))
  await work.stop()
  const [ours = NaN, theirs = NaN] = mappings.map((mapping) => median(samples.get(mapping) ?? []))
  const ratio = ours / theirs
  return [name, `${samplesEach}`, number(ours, 2), number(theirs, 2), number(ratio, 2), barCell(ratio, most)]
}

async function overTheWire({ status, body }: Kind): Promise<Work> {
  const server = new Child('bare-server', [status, body])
  const url = await server.next<string>()
  const asked = askedOf('client-bookload', { kind: 'visits', url, connections, seconds } satisfies ClientQuestion)
  return {
    ...asked,
    stop: async () => {
      await asked.stop()
      await server.stop()
    },
  }
}

const withoutAWire = ({ status, body }: Kind): Work =>
  askedOf('client-mapping', { requests: pureRequests, status, body } satisfies MappingQuestion)

/** A process for each mapping, which is asked again and again. */
function askedOf(program: string, question: object): Work {
  const children = new Map(mappings.map((mapping) => [mapping, new Child(program, [mapping])]))
  return {
    async cpuUsPerRequest(mapping) {
      const spent = await children.get(mapping)?.ask<Spent>(question)
      if (spent === undefined || spent.requests === 0) throw new Error(`${program} by ${mapping}: nothing was answered`)
      return spent.cpuUs / spent.requests
    },
    stop: async () => void (await Promise.all([...children.values()].map((child) => child.stop()))),
  }
}
