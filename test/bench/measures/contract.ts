import { barCell, number } from '../cells.ts'
import { Child } from '../child.ts'
import type { MappingQuestion } from '../client-mapping.ts'
import type { ClientQuestion, Spent } from '../client-questions.ts'
import { mappings, type Mapping } from '../mappings.ts'
import type { Finding, Measure } from '../measure.ts'
import { median } from '../statistics.ts'
import { inTurn } from '../turns.ts'

const connections = 100
/** Long enough that the code is compiled and warm for nearly all of it. */
const seconds = 3
const pureRequests = 300_000

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
      rows.push(await rowFor(`${kind.name}, sent`, turns, bar, await overTheWire(kind)))
    }
    for (const kind of kinds) {
      rows.push(await rowFor(`${kind.name}, mapped only`, turns, undefined, withoutAWire(kind)))
    }
    return {
      title: 'client CPU a request, µs: by contract against written by hand',
      head: ['answer', 'n', 'contract', 'by hand', 'contract / by hand', 'bar'],
      rows,
      notes: [
        `sent: the engine over ${connections} connections for ${seconds} s, and a bare node:http server; all threads, user and system`,
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
  turns: number,
  most: number | undefined,
  work: Work,
): Promise<Finding['rows'][number]> {
  const ways = mappings.map((mapping) => ({ name: mapping }))
  const samples = await inTurn(ways, turns, (way) => work.cpuUsPerRequest(way.name))
  await work.stop()
  const [ours = NaN, theirs = NaN] = mappings.map((mapping) => median(samples.get(mapping) ?? []))
  const ratio = ours / theirs
  return [name, `${turns}`, number(ours, 2), number(theirs, 2), number(ratio, 2), barCell(ratio, most)]
}

async function overTheWire({ status, body }: Kind): Promise<Work> {
  const server = new Child('bare-server', [status, body])
  const url = await server.next<string>()
  const question: ClientQuestion = { kind: 'visits', url, connections, seconds }
  return {
    cpuUsPerRequest: (mapping) => cpuOf('client-bookload', mapping, question),
    stop: () => server.stop(),
  }
}

function withoutAWire({ status, body }: Kind): Work {
  const question: MappingQuestion = { requests: pureRequests, status, body }
  return {
    cpuUsPerRequest: (mapping) => cpuOf('client-mapping', mapping, question),
    stop: async () => {},
  }
}

async function cpuOf(program: string, mapping: Mapping, question: object): Promise<number> {
  const child = new Child(program, [mapping])
  const { requests, cpuUs } = await child.ask<Spent>(question)
  await child.stop()
  if (requests === 0) throw new Error(`${program} by ${mapping}: no request was answered`)
  return cpuUs / requests
}
