import { describe, expect, onTestFinished, test } from 'vitest'
import { Http1Lines } from '../../src/fire/http1/http1-lines.ts'
import { Http2Lines } from '../../src/fire/http2/http2-lines.ts'
import type { Lines } from '../../src/fire/line.ts'
import { fire } from '../fire/support/fire.ts'
import { startOneSeat } from '../targets/one-seat.ts'

const users = 20

const protocols = ['http1', 'http2'] as const

/** Over HTTP/2 without TLS, the target is taken at its word that it speaks it. */
function linesTo(origin: string, protocol: (typeof protocols)[number]): Lines {
  const endpoint = { origin: new URL(origin), certificate: null }
  const lines = protocol === 'http2' ? new Http2Lines(endpoint) : new Http1Lines(endpoint)
  onTestFinished(() => lines.close())
  return lines
}

/** Bursts for one seat, one after the other over the same lines. */
async function burstsAt(protocol: (typeof protocols)[number], manner: 'racing' | 'correct') {
  const target = await startOneSeat(protocol, manner)
  const lines = linesTo(target.origin, protocol)
  return {
    /** @returns how often the seat was sold */
    burst: async (): Promise<number> => {
      await target.reset()
      const { attempts } = await fire(target.origin, { top: `users: ${users}` }, { lines })
      const sold = await target.sold()
      // What the server sold and what its users were told is the same, so that a report can show it.
      expect(attempts).toHaveLength(users)
      expect(attempts.filter(({ outcome }) => outcome.kind === 'booked')).toHaveLength(sold)
      expect(attempts.filter(({ outcome }) => outcome.kind === 'soldOut')).toHaveLength(users - sold)
      return sold
    },
  }
}

describe.each(protocols)('over %s, for one seat', (protocol) => {
  test('a race of one turn of the event loop is met within five bursts', async () => {
    const { burst } = await burstsAt(protocol, 'racing')
    const sold: number[] = []
    while (sold.length < 5 && !sold.some((times) => times > 1)) sold.push(await burst())
    expect(Math.max(...sold), `how often each burst bought the seat: ${sold.join(', ')}`).toBeGreaterThan(1)
  })

  test('a server that takes the seat before the turn sells it once, in each of twenty bursts', async () => {
    const { burst } = await burstsAt(protocol, 'correct')
    for (let round = 1; round <= 20; round++) expect(await burst(), `burst ${round}`).toBe(1)
  })
})
