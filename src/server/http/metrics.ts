import type { Registry } from 'prom-client'
import type { Tally } from '../tally.ts'

const groupSizes = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]

/** Writes the metrics of one server as text. prom-client takes longer to load than the server to start, so it waits. */
export class Metrics {
  readonly #tally: Tally
  #registry: Promise<Registry> | undefined

  constructor(tally: Tally) {
    this.#tally = tally
  }

  async write(): Promise<{ readonly contentType: string; readonly text: string }> {
    this.#registry ??= createRegistry(this.#tally)
    const registry = await this.#registry
    return { contentType: registry.contentType, text: await registry.metrics() }
  }
}

async function createRegistry(tally: Tally): Promise<Registry> {
  const { Counter, Histogram, Registry, collectDefaultMetrics } = await import('prom-client')
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const bookings = new Counter({
    name: 'bookload_bookings_total',
    help: 'Answers to requests for seats, by outcome.',
    labelNames: ['outcome'],
    registers: [registry],
    collect: () => {
      bookings.reset()
      for (const [outcome, count] of tally.bookings) bookings.inc({ outcome }, count)
    },
  })
  const observed = new Map<number, number>()
  const groups = new Histogram({
    name: 'bookload_commit_group_jobs',
    help: 'Jobs that shared one transaction.',
    buckets: groupSizes,
    registers: [registry],
    collect: () => {
      for (const [jobs, count] of tally.groups) {
        for (let seen = observed.get(jobs) ?? 0; seen < count; seen += 1) groups.observe(jobs)
        observed.set(jobs, count)
      }
    },
  })
  return registry
}
