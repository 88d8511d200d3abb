import type { EventId } from '../../booking/event.ts'

/** One lock for each event, in this process, given to whoever has waited longest. */
export class EventLocks {
  readonly #lastInLine = new Map<EventId, Promise<unknown>>()

  /** Does the work once everybody who asked earlier for the same event is done, whether they succeeded or not. */
  hold<T>(id: EventId, work: () => Promise<T>): Promise<T> {
    const ahead = this.#lastInLine.get(id) ?? Promise.resolve()
    const mine = ahead.then(work, work)
    this.#lastInLine.set(id, mine)
    const leave = () => {
      if (this.#lastInLine.get(id) === mine) this.#lastInLine.delete(id)
    }
    mine.then(leave, leave)
    return mine
  }
}
