import { monotonicMs } from '../fire/clock.ts'

/** Where the threads of a round wait for one another: two counters and the instant at which all gates open. */
export interface StartingLine {
  readonly memory: SharedArrayBuffer
  /** How many threads have to be there. */
  readonly of: number
}

const instantAt = 8
const arrived = 0
const isSet = 1

/** Time for every thread to wake up and come to the line, before the instant that the last one sets. */
const headStartMs = 5

/** For the wake-up call; and sleeping is not exact, so that the last of it is spent looking at the clock. */
const spinMs = 1

export const drawStartingLine = (of: number): StartingLine => ({ memory: new SharedArrayBuffer(instantAt + 8), of })

/**
 * Waits until all threads are armed, then until the instant that was set for all of them. While others are still
 * arming, this thread goes on reading what comes in; only for the last milliseconds it does nothing but wait.
 * @param wakeUp called in the last millisecond
 * @returns the instant, in milliseconds on the monotonic clock
 */
export async function waitAtStartingLine({ memory, of }: StartingLine, wakeUp: () => void): Promise<number> {
  const flags = new Int32Array(memory, 0, 2)
  const instant = new Float64Array(memory, instantAt, 1)
  if (Atomics.add(flags, arrived, 1) + 1 === of) {
    instant[0] = monotonicMs() + headStartMs
    Atomics.store(flags, isSet, 1)
    Atomics.notify(flags, isSet)
  } else await Atomics.waitAsync(flags, isSet, 0).value
  const openedMs = instant[0] ?? 0
  const sleepMs = openedMs - monotonicMs() - spinMs
  // Nobody notifies: it is a sleep that does not go through the event loop, which would add its own delays.
  if (sleepMs > 0) Atomics.wait(flags, isSet, 1, sleepMs)
  wakeUp()
  while (monotonicMs() < openedMs);
  return openedMs
}
