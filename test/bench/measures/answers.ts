import type { Strategy } from '../../../src/booking/strategy.ts'
import { EmbeddedServer } from '../../../src/cli/embedded-target.ts'
import { Control } from '../../../src/target/control.ts'
import { count, number } from '../cells.ts'
import { Child } from '../child.ts'
import type { ClientQuestion, Spent } from '../client-questions.ts'
import type { Finding, Measure } from '../measure.ts'
import { median } from '../statistics.ts'
import { inTurn } from '../turns.ts'
import { plainServer } from './plain-server.ts'

const connections = 100
const requests = 20_000
const strategies: readonly Strategy[] = ['atomic', 'optimistic']
const booked = '{"reference":"EVT-AAAAAA","eventId":"e","userId":"u","seats":1,"version":2}'

/** Answers a second of the embedded server that books, against those of a server that does nothing. */
export const answers: Measure = {
  name: 'answers',
  async run({ turns }) {
    const rows = []
    for (const strategy of strategies) rows.push(await rowFor(strategy, turns))
    return {
      title: `answers a second, ${connections} connections`,
      head: ['strategy', 'n', 'embedded server', 'bare node:http', 'embedded / bare'],
      rows,
      notes: ['autocannon asks; each strategy books on a fresh event with seats for all'],
    }
  },
}

async function rowFor(strategy: Strategy, turns: number): Promise<Finding['rows'][number]> {
  const bare = new Child('bare-server', [201, booked])
  const bareUrl = await bare.next<string>()
  const embedded = new EmbeddedServer()
  const target = await embedded.start({ ...plainServer, strategy })
  const control = new Control(target)
  const [user] = await control.createAccounts(1, 'bench')
  const servers = [
    {
      name: 'embedded',
      async perSecond() {
        const event = await control.createEvent({ name: 'bench', capacity: 1_000_000, waitlist: false })
        const body = JSON.stringify({ eventId: event['id'], seats: 1 })
        return answersPerSecond({ url: `${target.baseUrl}/bookings`, token: String(user?.['token']), body })
      },
    },
    { name: 'bare', perSecond: () => answersPerSecond({ url: bareUrl }) },
  ]
  const samples = await inTurn(servers, turns, (server) => server.perSecond())
  await Promise.all([control.close(), embedded.stop(), bare.stop()])
  const [ours, floor] = ['embedded', 'bare'].map((name) => median(samples.get(name) ?? []))
  return [strategy, `${turns}`, count(ours ?? NaN), count(floor ?? NaN), number((ours ?? NaN) / (floor ?? NaN), 2)]
}

async function answersPerSecond(ask: { url: string; token?: string; body?: string }): Promise<number> {
  const client = new Child('client-autocannon')
  const question: ClientQuestion = { kind: 'loop', connections, requests, ...ask }
  const spent = await client.ask<Spent>(question)
  await client.stop()
  return (spent.requests / spent.wallMs) * 1000
}
