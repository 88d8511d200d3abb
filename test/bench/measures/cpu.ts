import { barCell, number } from '../cells.ts'
import { Child } from '../child.ts'
import type { ClientQuestion, Spent } from '../client-questions.ts'
import type { Measure, Settings } from '../measure.ts'
import { median } from '../statistics.ts'
import { timeTool, type Tool } from '../tools.ts'
import { inTurn } from '../turns.ts'

const connections = 100
/** Long enough that the code is compiled and warm for nearly all of it. */
const requests = 60_000
/** For a tool that is told for how long instead of how many. */
const seconds = 3

const bars: Readonly<Record<string, number>> = { autocannon: 1 }

interface Client {
  readonly name: string
  readonly cpuUsPerRequest: (url: string) => Promise<number>
}

/** CPU that a client spends on one request of a sustained loop, in which every booking is refused. */
export const cpu: Measure = {
  name: 'cpu',
  async run({ turns, tools }: Settings) {
    const server = new Child('bare-server', [409, '{"code":"VERSION_CONFLICT"}'])
    const url = await server.next<string>()
    const clients = [programOf('bookload'), programOf('autocannon'), ...tools.map(toolClient)]
    const samples = await inTurn(clients, turns, ({ cpuUsPerRequest }) => cpuUsPerRequest(url))
    await server.stop()
    const ours = median(samples.get('bookload') ?? [])
    const rows = [...samples].map(([name, all]) => {
      const ratio = ours / median(all)
      const against = name === 'bookload' ? '' : number(ratio, 2)
      return [name, `${all.length}`, number(median(all)), against, barCell(ratio, bars[name])]
    })
    return {
      title: `client CPU a request, ${connections} connections, refused each time with a 409, µs`,
      head: ['client', 'n', 'CPU', 'bookload / it', 'bar'],
      rows,
      notes: ['all threads, user and system; of programs for Node without their start, of tools with it'],
    }
  },
}

function programOf(name: 'bookload' | 'autocannon'): Client {
  return {
    name,
    async cpuUsPerRequest(url) {
      const child = new Child(`client-${name}`)
      const spent = await child.ask<Spent>({ kind: 'loop', url, connections, requests } satisfies ClientQuestion)
      await child.stop()
      if (spent.requests !== requests)
        throw new Error(`${name}: ${spent.requests} of ${requests} requests were answered`)
      return spent.cpuUs / spent.requests
    },
  }
}

function toolClient(tool: Tool): Client {
  return {
    name: tool.name,
    async cpuUsPerRequest(url) {
      const args = tool.exactly?.({ url, requests, connections }) ?? tool.during?.({ url, seconds, connections }) ?? []
      const { printed, cpuUs } = await timeTool(tool.name, args)
      return cpuUs / tool.answered(printed)
    },
  }
}
