import { createServer } from 'node:http'
import { answerParent } from './answer-parent.ts'
import { listenAndTell } from './listen.ts'
import { quantile } from './statistics.ts'

// A bare node:http server that notes when each POST had arrived whole. A GET is a look, and is answered at once.

/** POSTs as they arrived since the question before; times in milliseconds after the first. */
export interface Arrivals {
  readonly count: number
  readonly answered: number
  /** The gap in which a server that reads what is there sees the first request alone. */
  readonly secondMs: number
  readonly lastMs: number
  readonly p50Ms: number
  readonly p90Ms: number
}

const [, , manner = 'answers'] = process.argv
const body = '{"code":"VERSION_CONFLICT"}'
const answerHead = { 'content-type': 'application/json', 'content-length': body.length }
let stamps: number[] = []
let answered = 0

function take(): Arrivals {
  // Stamps are in order: one thread takes them.
  const [first = NaN] = stamps
  const afterMs = stamps.map((stamp) => stamp - first)
  const arrivals = {
    count: stamps.length,
    answered,
    secondMs: afterMs[1] ?? NaN,
    lastMs: afterMs.at(-1) ?? NaN,
    p50Ms: quantile(afterMs, 0.5),
    p90Ms: quantile(afterMs, 0.9),
  }
  stamps = []
  answered = 0
  return arrivals
}

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    if (request.method !== 'POST') return response.writeHead(200, answerHead).end(body)
    stamps.push(performance.now())
    if (manner === 'answers') response.writeHead(409, answerHead).end(body, () => answered++)
  })
})
answerParent(async (question: 'take' | 'count') => (question === 'take' ? take() : stamps.length))
listenAndTell(server)
