import { bookload, burstOnce } from '../bursters.ts'
import type { Arrivals } from '../arrival-server.ts'
import { count, number } from '../cells.ts'
import { Child } from '../child.ts'
import { fileLimitNote } from '../file-limit.ts'
import type { Measure } from '../measure.ts'

const users = 15_000

/** So many users armed at once by one process; every one has to be answered and accounted for. */
export const armed: Measure = {
  name: 'armed',
  async run({ turns }) {
    const title = `${count(users)} users armed at once by one process`
    const head = ['run', 'arrived', 'answered by the server', 'recorded as answered', 'first to last, ms', 'bar']
    const tooFewFiles = fileLimitNote(users)
    if (tooFewFiles) return { title, head, rows: [], notes: [tooFewFiles] }
    const rows = []
    for (let turn = 1; turn <= turns; turn++) {
      const { arrivals, recorded } = await burst()
      const isWhole = [arrivals.count, arrivals.answered, recorded].every((seen) => seen === users)
      const bar = `all ${count(users)} ${isWhole ? 'met' : 'missed'}`
      rows.push([`${turn}`, ...[arrivals.count, arrivals.answered, recorded].map(count), number(arrivals.lastMs), bar])
    }
    return { title, head, rows, notes: [] }
  },
}

async function burst(): Promise<{ arrivals: Arrivals; recorded: number }> {
  const server = new Child('arrival-server')
  const url = await server.next<string>()
  const { answered: recorded } = await burstOnce(bookload, url, users)
  const arrivals = await server.ask<Arrivals>('take')
  await server.stop()
  return { arrivals, recorded }
}
