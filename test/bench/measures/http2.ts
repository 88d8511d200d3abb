import { barCell, number } from '../cells.ts'
import { Child } from '../child.ts'
import type { Burst, ClientQuestion } from '../client-questions.ts'
import type { Http2Address, Http2Burst } from '../http2-server.ts'
import type { Finding, Measure } from '../measure.ts'
import { median } from '../statistics.ts'
import { isOnPath } from '../tools.ts'
import { inTurn } from '../turns.ts'

const users = 100
const segmentsMax = 3

/** Payload of a segment on Ethernet; loopback has far longer ones. */
const ethernetBytes = 1448

const clients = [
  { name: 'bookload', program: 'client-bookload' },
  { name: 'bare node:http2', program: 'client-bare-http2' },
]

/** The final frames of a burst over one HTTP/2 connection: how many segments carry them. */
export const http2: Measure = {
  name: 'http2',
  async run({ turns }) {
    const title = `the final frames of ${users} requests on one HTTP/2 connection over TLS`
    if (!isOnPath('ss')) return { title, head, rows: [], notes: ['not measured: segments are counted with `ss`'] }
    const samples = await inTurn(clients, turns, ({ program }) => burstOnce(program))
    return {
      title,
      head,
      rows: [...samples].map(([name, bursts]) => rowFor(name, bursts)),
      notes: [`counted by the server's kernel from the moment all were there but for their last byte`],
    }
  },
}

const head = ['client', 'n', 'first to last, ms', 'bytes', 'segments', `as of ${ethernetBytes} bytes`, 'bar']

async function burstOnce(program: string): Promise<Http2Burst> {
  const server = new Child('http2-server', [users])
  const { url, certificate } = await server.next<Http2Address>()
  const client = new Child(program)
  await client.ask<Burst>({ kind: 'streams', url, certificate, users } satisfies ClientQuestion)
  // The client is asked to go only now: the kernel forgets what it counted once a connection is closed.
  const burst = await server.ask<Http2Burst>('take')
  await client.stop()
  await server.stop()
  return burst
}

function rowFor(name: string, bursts: readonly Http2Burst[]): Finding['rows'][number] {
  const held = bursts.flatMap(({ final }) => final ?? [])
  const segments = median(held.map((final) => final.segments))
  const onEthernet = median(
    held.map(({ bytes, ...final }) => Math.max(final.segments, Math.ceil(bytes / ethernetBytes))),
  )
  return [
    name,
    `${held.length}`,
    number(median(bursts.map(({ lastMs }) => lastMs))),
    number(median(held.map(({ bytes }) => bytes)), 0),
    number(segments, 0),
    number(onEthernet, 0),
    barCell(onEthernet, segmentsMax),
  ]
}
