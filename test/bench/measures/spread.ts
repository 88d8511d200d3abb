import type { Arrivals } from '../arrival-server.ts'
import { bareSockets, burstClients, type BurstClient, bookload, burstOnce } from '../bursters.ts'
import { barCell, number } from '../cells.ts'
import { Child } from '../child.ts'
import { fileLimitNote } from '../file-limit.ts'
import type { Finding, Measure, Settings } from '../measure.ts'
import { median } from '../statistics.ts'
import { inTurn, type Samples } from '../turns.ts'

/** Upper limits of bookload's spread over that of others. */
interface Size {
  readonly users: number
  readonly bars: Readonly<Record<string, number>>
}

const sizes: readonly Size[] = [
  { users: 300, bars: { 'bare sockets': 1.15, autocannon: 0.65, ab: 0.4, hey: 0.4 } },
  { users: 2000, bars: { 'bare sockets': 1.15, autocannon: 0.6 } },
]

const releaseUsMax = 10

interface Sample extends Arrivals {
  readonly releaseUs: number | null
}

/** How close together the requests of one burst arrive at a server that does nothing else. */
export const spread: Measure = {
  name: 'spread',
  async run(settings) {
    const rows = []
    const notes = new Set(settings.tools.some(({ name }) => name === 'wrk') ? [withoutWrk] : [])
    for (const size of sizes) {
      const tooFewFiles = fileLimitNote(size.users)
      if (tooFewFiles) {
        notes.add(tooFewFiles)
        continue
      }
      const samples = await sampleBursts(size, settings)
      rows.push(...rowsFor(size, samples))
      for (const [name, all] of samples) {
        const short = all.filter(({ count }) => count < size.users).length
        if (short > 0) notes.add(`${name}: ${short} bursts of ${size.users} did not arrive whole and are left out`)
      }
    }
    return {
      title: 'arrivals of a burst at a bare node:http server, ms after the first',
      head,
      rows,
      notes: [...notes],
    }
  },
}

const withoutWrk = 'wrk sends for a time, not a number of requests, so it has no burst'
const head = ['users', 'client', 'n', '2nd', 'p50', 'p90', 'last', 'bookload / it', 'bar', 'release, µs a socket']

async function sampleBursts({ users }: Size, { turns, tools }: Settings): Promise<Samples<Sample>> {
  const server = new Child('arrival-server')
  const url = await server.next<string>()
  const sample = async (client: BurstClient): Promise<Sample> => {
    const { releaseUs } = await burstOnce(client, url, users)
    return { ...(await server.ask<Arrivals>('take')), releaseUs }
  }
  // The first burst that a server ever gets is worked off by code that has not been compiled yet.
  await sample(bareSockets)
  const samples = await inTurn(burstClients(tools), turns, sample)
  await server.stop()
  return samples
}

function rowsFor({ users, bars }: Size, samples: Samples<Sample>): Finding['rows'] {
  const whole = (name: string) => (samples.get(name) ?? []).filter(({ count }) => count === users)
  const ours = median(whole(bookload.name).map(({ lastMs }) => lastMs))
  return [...samples.keys()].map((name) => {
    const all = whole(name)
    const last = median(all.map(({ lastMs }) => lastMs))
    const release = median(all.flatMap(({ releaseUs }) => releaseUs ?? []))
    return [
      `${users}`,
      name,
      `${all.length}`,
      number(median(all.map(({ secondMs }) => secondMs)), 2),
      number(median(all.map(({ p50Ms }) => p50Ms))),
      number(median(all.map(({ p90Ms }) => p90Ms))),
      number(last),
      name === bookload.name ? '' : number(ours / last, 2),
      barCell(ours / last, bars[name]),
      `${number(release)} ${name === bookload.name ? barCell(release, releaseUsMax) : ''}`.trim(),
    ]
  })
}
