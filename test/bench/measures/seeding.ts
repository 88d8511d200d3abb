import { createSecretKey, randomBytes } from 'node:crypto'
import jsonwebtoken from 'jsonwebtoken'
import { EmbeddedServer } from '../../../src/cli/embedded-target.ts'
import { Control } from '../../../src/target/control.ts'
import { count, number } from '../cells.ts'
import type { Measure } from '../measure.ts'
import { median } from '../statistics.ts'
import { inTurn } from '../turns.ts'
import { plainServer } from './plain-server.ts'

const users = 10_000

/** Accounts created and given tokens over HTTP, against signing as many tokens and nothing else. */
export const seeding: Measure = {
  name: 'seeding',
  async run({ turns }) {
    const embedded = new EmbeddedServer()
    const target = await embedded.start({ ...plainServer, strategy: 'optimistic' })
    const control = new Control(target)
    const key = createSecretKey(randomBytes(32))
    const ways = [
      { name: 'seeded', work: async () => void (await control.createAccounts(users, 'bench')) },
      {
        name: 'signed',
        async work() {
          for (let user = 0; user < users; user++) jsonwebtoken.sign({ sub: `u${user}` }, key, { algorithm: 'HS256' })
        },
      },
    ]
    const samples = await inTurn(ways, turns, (way) => perSecond(way))
    await Promise.all([control.close(), embedded.stop()])
    const [seeded = NaN, signed = NaN] = ways.map(({ name }) => median(samples.get(name) ?? []))
    return {
      title: 'users seeded a second',
      head: ['n', 'seeded over HTTP', 'signing tokens only', 'seeded / signed'],
      rows: [[`${turns}`, count(seeded), count(signed), number(seeded / signed, 2)]],
      notes: [],
    }
  },
}

async function perSecond({ work }: { work: () => Promise<void> }): Promise<number> {
  const startedMs = performance.now()
  await work()
  return (users / (performance.now() - startedMs)) * 1000
}
