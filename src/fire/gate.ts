import { setTimeout as sleep } from 'node:timers/promises'
import { monotonicMs } from './clock.ts'
import type { Lines } from './line.ts'
import { rest } from './rest.ts'

/** @returns how long a server is given to read what was armed, so that at the gate only last bytes are left to it */
const settlingMs = (users: number): number => 25 + users / 20

/** For the processes of a target to be given a core; what the burst loses by it is less than a server's first answer. */
const restMs = 0.3

/** Who waits at a gate. */
export interface Waiting {
  /** Gets a request to the server, but for its last byte. */
  arm(): void
  /** Sends the last byte, in a loop over all who wait: nothing more is done here. */
  release(): void
  /** Follows up the release, once all of it is over. */
  released(): void
}

/**
 * Connect, arm, release: every user's request lies at the server but for its last byte, and the last bytes leave in one
 * loop. It is the last-byte synchronisation of James Kettle's "Smashing the state machine" (PortSwigger, 2023).
 */
export class Gate {
  readonly #users: readonly Waiting[]
  readonly #lines: Lines

  constructor(users: readonly Waiting[], lines: Lines) {
    this.#users = users
    this.#lines = lines
  }

  /** Resolves when all that can be armed is armed, and the server has had time to read it. */
  async arm(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return
    for (const user of this.#users) user.arm()
    await this.#lines.flushed()
    if (signal.aborted) return
    await sleep(settlingMs(this.#users.length), undefined, { signal }).catch(() => undefined)
  }

  /** Called just before `release`, so that the server is awake for it. */
  wakeUp(): void {
    this.#lines.wakeUp()
  }

  /**
   * The burst itself. Its loops allocate nothing and look nothing up: what they would is done before or after them.
   *
   * The processes of a target on this machine need a core each, and the one that this thread is on may be the only one
   * that the second of them could have. So the loop rests for a moment once the first last bytes are out, and all processes of
   * the target begin with them, instead of one of them having sold out by the time that the next one runs.
   * @returns how long it took, in milliseconds
   */
  release(): number {
    const count = this.#users.length
    const volley = Math.min(count, this.#lines.firstVolley)
    const beganMs = monotonicMs()
    this.#releaseSome(0, volley)
    if (volley < count) {
      rest(restMs)
      this.#releaseSome(volley, count)
    }
    return monotonicMs() - beganMs
  }

  #releaseSome(from: number, until: number): void {
    const users = this.#users
    for (let index = from; index < until; index++) users[index]?.release()
  }

  /** Starts the clocks of those who were released. */
  released(): void {
    for (const user of this.#users) user.released()
  }
}
