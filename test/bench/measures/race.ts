import { bookloadHttp2, burstClients, burstOnce } from '../bursters.ts'
import { count } from '../cells.ts'
import type { Measure } from '../measure.ts'
import { PlantedRace } from '../planted.ts'
import { inTurn } from '../turns.ts'

const sizes: readonly number[] = [300, 20]

/** A race with a window of one turn of the event loop, in a server of one process: who meets it, and how often? */
export const race: Measure = {
  name: 'race',
  async run({ runs, tools }) {
    const rows = []
    for (const users of sizes) {
      const server = await PlantedRace.start('race-server')
      const http2Server = await PlantedRace.start('race-server', ['http2'])
      const samples = await inTurn([...burstClients(tools), bookloadHttp2], runs, (client) => {
        const planted = client === bookloadHttp2 ? http2Server : server
        return planted.isCaughtBy(() => burstOnce(client, planted.url, users))
      })
      await Promise.all([server.stop(), http2Server.stop()])
      for (const [name, all] of samples) {
        const caught = all.filter(Boolean).length
        const bar = name.startsWith('bookload') ? `every run ${caught === all.length ? 'met' : 'missed'}` : ''
        rows.push([`${users}`, name, count(all.length), count(caught), bar])
      }
    }
    return {
      title: 'a planted race, window of one event-loop turn, one seat',
      head: ['users', 'client', 'n', 'caught', 'bar'],
      rows,
      notes: ['each run is a fresh process; caught: it sold its one seat more than once'],
    }
  },
}
