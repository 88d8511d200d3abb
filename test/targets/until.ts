import { setTimeout as wait } from 'node:timers/promises'

/** Resolves when something has become true. Where it never does, the test runs out of time. */
export async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await wait(2)
}
