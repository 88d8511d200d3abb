import type { History } from './history.ts'
import { answeredLatencies, plannedLatencies } from './latency.ts'

/**
 * A round's latencies as HdrHistogram prints its percentile distributions, in milliseconds, for the plotters that read
 * them: first from the planned moment, then from the send. Three significant digits; the result's own percentiles
 * are exact.
 * @param title names the round in the comment line before each distribution
 * @see https://hdrhistogram.github.io/HdrHistogram/plotFiles.html
 */
export async function hdrDistributions(title: string, history: History): Promise<string> {
  const measures = [
    { from: 'the planned moment', latencies: plannedLatencies(history) },
    { from: 'the send', latencies: answeredLatencies(history) },
  ]
  const blocks = measures.map(async ({ from, latencies }) => {
    const distribution = await distributionOf(latencies)
    return `# ${title}: latency in ms from ${from}\n${distribution.trimEnd()}\n`
  })
  return `${(await Promise.all(blocks)).join('\n')}\n`
}

async function distributionOf(latenciesMs: Float64Array): Promise<string> {
  // Loaded only here: it is larger than all the rest of a run's reckoning, and few runs ask for it.
  const { build } = await import('hdr-histogram-js')
  const histogram = build({ numberOfSignificantValueDigits: 3, autoResize: true, useWebAssembly: false })
  for (const ms of latenciesMs) histogram.recordValue(Math.round(ms * 1000))
  return histogram.outputPercentileDistribution(ticksPerHalfDistance, 1000)
}

/** As in HdrHistogram's own tools. */
const ticksPerHalfDistance = 5
