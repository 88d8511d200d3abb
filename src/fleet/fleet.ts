import { monotonicMs } from '../fire/clock.ts'
import { shardOf } from '../plan/shard.ts'
import { mergeHistories } from '../record/merge.ts'
import { LocalSender } from './local-sender.ts'
import { mergeOddities } from '../target/contract/oddities.ts'
import { mergeFired } from './merge-fired.ts'
import type { Sent } from './sender.ts'
import type { Route, Shot } from './shot.ts'
import { drawStartingLine } from './starting-line.ts'
import { ThreadSender } from './thread-sender.ts'

/** What a run sends its rounds from: this thread, or several threads with a shard of each round. */
export interface Fleet {
  /**
   * Opens a line for each user of the shot.
   * @throws {TargetError} where one cannot be opened
   */
  connect(shot: Shot, signal: AbortSignal): Promise<void>
  /** Plays the shot that the lines were opened for, and brings the records of all senders home. */
  fire(signal: AbortSignal): Promise<Sent>
  close(): Promise<void>
}

/** @param threads 1 to send from this thread; more to leave the sending to threads of their own */
export const openFleet = (route: Route, threads: number): Fleet =>
  threads === 1 ? new LoneFleet(route) : new ThreadFleet(route, threads)

class LoneFleet implements Fleet {
  readonly #sender: LocalSender

  constructor(route: Route) {
    this.#sender = new LocalSender(route)
  }

  connect(shot: Shot, signal: AbortSignal): Promise<void> {
    return this.#sender.connect(shot, signal)
  }

  fire(signal: AbortSignal): Promise<Sent> {
    return this.#sender.fire(async (wakeUp) => {
      wakeUp()
      return monotonicMs()
    }, signal)
  }

  close(): Promise<void> {
    return this.#sender.close()
  }
}

/** Threads whose gates open together. */
class ThreadFleet implements Fleet {
  readonly #senders: readonly ThreadSender[]

  constructor(route: Route, threads: number) {
    this.#senders = Array.from({ length: threads }, () => new ThreadSender(route))
  }

  async connect(shot: Shot, signal: AbortSignal): Promise<void> {
    const of = this.#senders.length
    await Promise.all(
      this.#senders.map((sender, index) =>
        sender.connect({ ...shot, plan: shardOf(shot.plan, { index, of }) }, signal),
      ),
    )
  }

  async fire(signal: AbortSignal): Promise<Sent> {
    const line = drawStartingLine(this.#senders.length)
    const sent = await Promise.all(this.#senders.map((sender) => sender.fire(line, signal)))
    return {
      fired: mergeFired(sent.map(({ fired }) => fired)),
      history: mergeHistories(sent.map(({ history }) => history)),
      oddities: mergeOddities(sent.map(({ oddities }) => oddities)),
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#senders.map((sender) => sender.close()))
  }
}
