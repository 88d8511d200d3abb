import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { barCell, count, number } from '../cells.ts'
import { Child } from '../child.ts'
import type { HistoryQuestion, HistorySpent } from '../history-questions.ts'
import type { Measure } from '../measure.ts'
import { bookedSale, contendedSale, writeSale, type Sale } from '../recorded-sale.ts'
import { median } from '../statistics.ts'
import { inTurn } from '../turns.ts'

const sizes = [10_000, 100_000, 1_000_000]

const ratioMax = 3
const megabytesMax = 1500

const sales: readonly { readonly name: string; readonly of: (attempts: number) => Sale }[] = [
  { name: 'ten tries a seat', of: contendedSale },
  { name: 'nearly all booked', of: bookedSale },
]

const participants = [
  { name: 'parse', kind: 'parse' },
  { name: 'judge', kind: 'judge' },
] as const

/** Judging a recorded history, against splitting its lines and parsing their JSON and nothing else. */
export const judge: Measure = {
  name: 'judge',
  async run({ turns, folder }) {
    const rows: string[][] = []
    for (const { name, of } of sales) {
      let smaller: { readonly wallMs: number; readonly attempts: number } | null = null
      for (const attempts of sizes) {
        const { parseMs, judgeMs, ...taken } = await measure(of(attempts), turns, folder)
        const ratio = judgeMs / parseMs
        // How the time grows with the size: 1 is in proportion, and n log n is just above it.
        const exponent = smaller
          ? Math.log(judgeMs / smaller.wallMs) / Math.log(attempts / smaller.attempts)
          : Number.NaN
        const isLargest = attempts === sizes.at(-1)
        rows.push([
          name,
          count(attempts),
          count(parseMs),
          count(judgeMs),
          number(ratio, 2),
          number(taken.cpuRatio, 2),
          isLargest ? barCell(ratio, ratioMax) : '',
          number(exponent, 2),
          count(taken.rssPeakMb),
          isLargest ? barCell(taken.rssPeakMb, megabytesMax) : '',
        ])
        smaller = { wallMs: judgeMs, attempts }
      }
    }
    return {
      title: 'judging a recorded history, against parsing its lines, ms',
      head: ['sale', 'attempts', 'parse', 'judge', 'judge / parse', 'of CPU', 'bar', 'growth', 'peak MB', 'bar'],
      rows,
      notes: [
        'judge: reading, ruling and summing up, in a fresh process; parse: lines and JSON.parse, likewise',
        'growth: the exponent from the size before; of CPU: the same ratio of CPU time, garbage collection in other threads included',
      ],
    }
  },
}

interface Taken {
  readonly parseMs: number
  readonly judgeMs: number
  readonly cpuRatio: number
  readonly rssPeakMb: number
}

async function measure(sale: Sale, turns: number, folder: string): Promise<Taken> {
  const path = join(folder, 'sale.ndjson')
  await writeSale(path, sale)
  const samples = await inTurn(participants, turns, ({ kind }) => askFresh({ kind, path }))
  rmSync(path)
  const of = (name: string, value: (spent: HistorySpent) => number) => median((samples.get(name) ?? []).map(value))
  const cpuUs = ({ cpuUs: us }: HistorySpent): number => us
  return {
    parseMs: of('parse', ({ wallMs }) => wallMs),
    judgeMs: of('judge', ({ wallMs }) => wallMs),
    cpuRatio: of('judge', cpuUs) / of('parse', cpuUs),
    rssPeakMb: of('judge', ({ rssPeakMb }) => rssPeakMb),
  }
}

async function askFresh(question: HistoryQuestion): Promise<HistorySpent> {
  const child = new Child('history-judge')
  const spent = await child.ask<HistorySpent>(question)
  await child.stop()
  return spent
}
