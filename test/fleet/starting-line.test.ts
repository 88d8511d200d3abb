import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { monotonicMs } from '../../src/fire/clock.ts'
import { drawStartingLine, type StartingLine } from '../../src/fleet/starting-line.ts'
import { until } from '../targets/until.ts'
import { builtModule } from './built-fleet.ts'

interface Left {
  readonly cameMs: number
  readonly openedMs: number
  readonly leftMs: number
}

/** A thread that comes to the line after a while, and tells when it came, what it was told, and when it left. */
function runner(line: StartingLine, delayMs: number): Worker {
  const code = `
    const { parentPort, workerData } = require('node:worker_threads')
    // Whoever only waits asynchronously is no reason for node to keep a thread; a sending thread listens, as this does.
    parentPort.on('message', (message) => parentPort.postMessage(message))
    void (async () => {
      const { waitAtStartingLine } = await import(workerData.startingLine)
      const { monotonicMs } = await import(workerData.clock)
      await new Promise((resolve) => setTimeout(resolve, workerData.delayMs))
      const cameMs = monotonicMs()
      const openedMs = await waitAtStartingLine(workerData.line, () => {})
      parentPort.postMessage({ cameMs, openedMs, leftMs: monotonicMs() })
    })()
  `
  const modules = { startingLine: builtModule('starting-line.js'), clock: builtModule('../fire/clock.js') }
  const worker = new Worker(code, { eval: true, execArgv: [], workerData: { line, delayMs, ...modules } })
  onTestFinished(async () => void (await worker.terminate()))
  return worker
}

test.each([1, 2, 3])(
  '%i threads are told the same instant, after the last of them came, and none leaves before it',
  async (of) => {
    const line = drawStartingLine(of)
    const beganMs = monotonicMs()
    const runners = Array.from({ length: of }, (_, index) => runner(line, index * 60))
    const left: Left[] = await Promise.all(runners.map(async (worker) => (await once(worker, 'message'))[0]))
    const [{ openedMs } = { openedMs: Number.NaN }] = left
    expect(left.map((thread) => thread.openedMs)).toEqual(left.map(() => openedMs))
    // All threads read one clock, so what one says can be held against another.
    for (const { cameMs, leftMs } of left) {
      expect(cameMs).toBeGreaterThan(beganMs)
      expect(openedMs).toBeGreaterThan(cameMs)
      expect(leftMs).toBeGreaterThanOrEqual(openedMs)
    }
  },
)

test('a thread that waits for others that never come goes on with what else it has to do', async () => {
  const line = drawStartingLine(2)
  const worker = runner(line, 0)
  await until(() => new Int32Array(line.memory)[0] === 1)
  const echo = once(worker, 'message')
  worker.postMessage('still there?', [])
  expect(await echo).toEqual(['still there?'])
})
