import { logChoose } from './log-factorial.ts'

/** So many balls, of which some are marked, and some are drawn without putting them back. */
export interface Urn {
  readonly balls: number
  readonly marked: number
  readonly drawn: number
}

/** How many of the drawn balls are marked: the hypergeometric distribution, ready to be sampled often. */
export class MarkedBalls {
  readonly #urn: Urn
  readonly #mode: number
  readonly #chanceOfMode: number

  constructor(urn: Urn) {
    const { balls, marked, drawn } = urn
    this.#urn = urn
    this.#mode = Math.floor(((drawn + 1) * (marked + 1)) / (balls + 2))
    this.#chanceOfMode = Math.exp(
      logChoose(marked, this.#mode) + logChoose(balls - marked, drawn - this.#mode) - logChoose(balls, drawn),
    )
  }

  /**
   * By inversion, from the mode outwards, so that it takes about as many steps as the distribution is wide.
   * @param random uniform in [0, 1)
   */
  sample(random: number): number {
    const { balls, marked, drawn } = this.#urn
    const least = Math.max(0, drawn - (balls - marked))
    const most = Math.min(marked, drawn)
    let rest = random - this.#chanceOfMode
    let [low, high] = [this.#mode, this.#mode]
    let [chanceOfLow, chanceOfHigh] = [this.#chanceOfMode, this.#chanceOfMode]
    while (rest >= 0 && (low > least || high < most)) {
      if (high < most) {
        chanceOfHigh *= ((marked - high) * (drawn - high)) / ((high + 1) * (balls - marked - drawn + high + 1))
        high += 1
        rest -= chanceOfHigh
        if (rest < 0) return high
      }
      if (low > least) {
        chanceOfLow *= (low * (balls - marked - drawn + low)) / ((marked - low + 1) * (drawn - low + 1))
        low -= 1
        rest -= chanceOfLow
        if (rest < 0) return low
      }
    }
    // Rounding may leave a sliver beyond all chances; it belongs to nobody.
    return this.#mode
  }
}
