import { fireRound, type FireOptions } from '../fire/fire-round.ts'
import type { Lines } from '../fire/line.ts'
import { lineLoan } from '../fire/line-loan.ts'
import { linesTo } from '../fire/lines-to.ts'
import { HistoryRecorder } from '../record/recorder.ts'
import type { BookingApi, SignedIn } from '../target/booking-api.ts'
import { bookingApi } from '../target/contract/compile.ts'
import type { Sent } from './sender.ts'
import { keyOf, type Route, type Shot } from './shot.ts'

/** Plays shots from the thread that it lives in, over lines that it keeps from one to the next. */
export class LocalSender {
  readonly #route: Route
  readonly #lines: Lines
  #shot: { readonly shot: Shot; readonly api: BookingApi; readonly users: readonly SignedIn[] } | null = null

  constructor(route: Route) {
    const { baseUrl, certificate, http2 } = route
    this.#route = route
    this.#lines = linesTo({ origin: new URL(baseUrl), certificate }, { http2 })
  }

  /**
   * Opens a line for each user of the shot.
   * @throws {TargetError} where one cannot be opened
   */
  async connect(shot: Shot, signal: AbortSignal): Promise<void> {
    const api = bookingApi(this.#route.contract, this.#route.baseUrl)
    this.#shot = { shot, api, users: await api.signIn(shot.sessions) }
    await this.#lines.open(lineLoan(shot.plan).opened, api.look(shot.event), signal)
  }

  /**
   * Plays the shot that it was connected for.
   * @param gateOpens resolves when the gate has opened, with the instant on the monotonic clock; see `fireRound`
   */
  async fire(gateOpens: FireOptions['gateOpens'], signal: AbortSignal): Promise<Sent> {
    if (this.#shot === null) throw new Error('a sender is connected before it fires')
    const { shot, api, users } = this.#shot
    const recorder = new HistoryRecorder()
    const fired = await fireRound({
      plan: shot.plan,
      lines: this.#lines,
      begin: ({ user, operation, attempt, seats }) =>
        api.book({
          user: users[user % users.length] ?? nobody,
          event: shot.event,
          seats,
          key: keyOf(shot, user, operation),
          attempt,
        }),
      hasWayToGate: api.hasWayToGate,
      record: recorder.add.bind(recorder),
      gateOpens,
      signal,
    })
    return { fired, history: recorder.history(), oddities: api.oddities() }
  }

  close(): Promise<void> {
    return this.#lines.close()
  }
}

const nobody: SignedIn = { fields: {}, jar: null }
