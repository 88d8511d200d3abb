import { bookload, burstClients } from '../bursters.ts'
import { percent } from '../cells.ts'
import type { Finding, Measure } from '../measure.ts'
import { PlantedRace } from '../planted.ts'
import { standing, wilson } from '../statistics.ts'
import { inTurn, type Samples } from '../turns.ts'

const sizes: readonly number[] = [20, 300]
const windowsUs: readonly number[] = [50, 200, 1000]

/** How often a burst makes a server of two processes on one database oversell, by the width of its race. */
export const power: Measure = {
  name: 'power',
  async run({ rounds, tools, folder }) {
    const server = await PlantedRace.start('power-server', [folder])
    const bursters = burstClients(tools).map((client) => client.start())
    const rows = []
    for (const users of sizes) {
      // Connections are opened for so many users, and code is compiled, before anything counts.
      for (const burster of bursters) await burster.burst(server.url, users)
      for (const windowUs of windowsUs) {
        const samples = await inTurn(bursters, rounds, ({ burst }) =>
          server.isCaughtBy(() => burst(server.url, users), windowUs),
        )
        rows.push(...rowsFor({ users, windowUs }, samples))
      }
    }
    await Promise.all(bursters.map((burster) => burster.stop()))
    await server.stop()
    return {
      title: 'race-finding power: two processes on one database, one seat, blind write',
      head: ['users', 'window, µs', 'client', 'n', 'oversold', 'share', '95 % interval', 'bookload against it'],
      rows,
      notes: [
        'intervals after Wilson; processes of programs for Node last from round to round, tools start anew for each',
        'the server deals connections out to its processes in turn; NODE_CLUSTER_SCHED_POLICY=none lets them compete',
      ],
    }
  },
}

function rowsFor({ users, windowUs }: { users: number; windowUs: number }, samples: Samples<boolean>): Finding['rows'] {
  const hits = (name: string) => (samples.get(name) ?? []).filter(Boolean).length
  const intervalOf = (name: string) => wilson(hits(name), samples.get(name)?.length ?? 0)
  const ours = intervalOf(bookload.name)
  return [...samples].map(([name, { length: n }]) => {
    const interval = intervalOf(name)
    return [
      `${users}`,
      `${windowUs}`,
      name,
      `${n}`,
      `${hits(name)}`,
      percent(hits(name) / n),
      `${percent(interval.low)} – ${percent(interval.high)}`,
      name === bookload.name ? '' : standing(ours, interval),
    ]
  })
}
