import { groupBy } from '../group.ts'
import { MarkedBalls } from './hypergeometric.ts'
import { logChoose } from './log-factorial.ts'
import type { Stratum } from './strata.ts'

/**
 * One stratum of which some accounts are in a group: all the ways to deal the wins out among its accounts, each as
 * likely as any other. Winners are drawn without putting them back, so what the group gets of them is hypergeometric.
 */
export class Deal {
  /** What the group did win, and what it wins on average over all deals. */
  readonly won: number
  readonly expected: number
  readonly variance: number
  /** The logarithm of the chance of the most extreme deals, in favour of the group or to its harm, the rarer of the two. */
  readonly logRarest: number
  readonly #group: number
  readonly #accounts: number
  /** How many accounts won so often, those that won most first. */
  readonly #classes: readonly { readonly wins: number; readonly accounts: number }[]
  readonly #first: MarkedBalls | null

  constructor({ wins }: Stratum, isFirst: Uint8Array) {
    const accounts = wins.length
    const group = isFirst.reduce((sum, flag) => sum + flag, 0)
    const total = wins.reduce((sum, count) => sum + count, 0)
    const mean = total / accounts
    const squares = wins.reduce((sum, count) => sum + (count - mean) ** 2, 0)
    this.won = wins.reduce((sum, count, index) => sum + count * (isFirst[index] ?? 0), 0)
    this.expected = mean * group
    this.variance = accounts < 2 ? 0 : ((group * (accounts - group)) / (accounts * (accounts - 1))) * squares
    this.#group = group
    this.#accounts = accounts
    this.#classes = Array.from(
      groupBy(wins, (count) => count),
      ([count, members]) => ({ wins: count, accounts: members.length }),
    ).toSorted((a, b) => b.wins - a.wins)
    const [most] = this.#classes
    this.#first = most ? new MarkedBalls({ balls: accounts, marked: most.accounts, drawn: group }) : null
    this.logRarest = Math.min(this.#logExtreme(this.#classes), this.#logExtreme(this.#classes.toReversed()))
  }

  /**
   * What the group wins in a deal drawn at random.
   * @param random uniform in [0, 1), another number at each call
   */
  drawn(random: () => number): number {
    let [balls, places, won] = [this.#accounts, this.#group, 0]
    for (const [index, { wins, accounts }] of this.#classes.slice(0, -1).entries()) {
      if (places === 0) break
      const urn = index === 0 && this.#first ? this.#first : new MarkedBalls({ balls, marked: accounts, drawn: places })
      const taken = urn.sample(random())
      won += taken * wins
      balls -= accounts
      places -= taken
    }
    return won + places * (this.#classes.at(-1)?.wins ?? 0)
  }

  /** Of all ways to choose the group, those that leave it nobody but the first of the classes. */
  #logExtreme(classes: readonly { readonly accounts: number }[]): number {
    let places = this.#group
    for (const { accounts } of classes) {
      if (places <= accounts) return logChoose(accounts, places) - logChoose(this.#accounts, this.#group)
      places -= accounts
    }
    return 0
  }
}
