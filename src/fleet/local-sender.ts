import { fireRound, type FireOptions } from '../fire/fire-round.ts'
import type { Lines } from '../fire/line.ts'
import { lineLoan } from '../fire/line-loan.ts'
import { linesTo } from '../fire/lines-to.ts'
import { HistoryRecorder } from '../record/recorder.ts'
import type { BookingApi } from '../target/booking-api.ts'
import { bookloadApiAt } from '../target/bookload-api.ts'
import type { Sent } from './sender.ts'
import { keyOf, type Route, type Shot } from './shot.ts'

/** Plays shots from the thread that it lives in, over lines that it keeps from one to the next. */
export class LocalSender {
  readonly #lines: Lines
  readonly #api: BookingApi
  #shot: Shot | null = null

  constructor({ baseUrl, certificate, http2 }: Route) {
    this.#lines = linesTo({ origin: new URL(baseUrl), certificate }, { http2 })
    this.#api = bookloadApiAt(baseUrl)
  }

  /**
   * Opens a line for each user of the shot.
   * @throws {TargetError} where one cannot be opened
   */
  async connect(shot: Shot, signal: AbortSignal): Promise<void> {
    this.#shot = shot
    await this.#lines.open(lineLoan(shot.plan).opened, this.#api.look(shot.eventId), signal)
  }

  /**
   * Plays the shot that it was connected for.
   * @param gateOpens resolves when the gate has opened, with the instant on the monotonic clock; see `fireRound`
   */
  async fire(gateOpens: FireOptions['gateOpens'], signal: AbortSignal): Promise<Sent> {
    const shot = this.#shot
    if (shot === null) throw new Error('a sender is connected before it fires')
    const { plan, eventId, tokens } = shot
    const recorder = new HistoryRecorder()
    const fired = await fireRound({
      plan,
      lines: this.#lines,
      api: this.#api,
      prepare: (user, operation, seats) =>
        this.#api.book({
          token: tokens[user % tokens.length] ?? '',
          eventId,
          seats,
          key: keyOf(shot, user, operation),
        }),
      record: recorder.add.bind(recorder),
      gateOpens,
      signal,
    })
    return { fired, history: recorder.history() }
  }

  close(): Promise<void> {
    return this.#lines.close()
  }
}
