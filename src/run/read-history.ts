import { UsageError } from '../operator/errors.ts'
import type { HistoryLine, RoundLine, RunLine } from '../record/history-lines.ts'
import { BrokenJsonError, parseLine } from '../record/parse-line.ts'
import { readLines } from '../record/read-lines.ts'
import type { Complain } from './gathered-attempts.ts'
import type { ToldLedger } from './gathered-ledger.ts'
import { GatheredRound, type ToldRound } from './gathered-round.ts'

/** Reads a file of histories, one round after the other: only one of them is in memory at a time. */
export class HistoryReader {
  readonly #path: string
  readonly #ledger: ToldLedger | null
  #run: RunLine | null = null
  #open: GatheredRound | null = null
  #rounds = 0
  #number = 0
  #isCutOff = false

  /** @param ledger of a file of its own, for a history that has none in it; or null */
  constructor(path: string, ledger: ToldLedger | null) {
    this.#path = path
    this.#ledger = ledger
  }

  /** What the file says of where it comes from, once its rounds were read. */
  get run(): RunLine {
    return this.#run ?? { type: 'run' }
  }

  /**
   * The rounds in the order of the file.
   * @throws {UsageError} one sentence with the file, the line, the field, what was found and what is allowed
   */
  async *rounds(): AsyncGenerator<ToldRound> {
    for await (const { lines, firstNumber, areEnded } of readLines(this.#path)) {
      this.#number = firstNumber - 1
      for (const line of lines) {
        this.#number++
        const ended = this.#take(line, areEnded)
        if (ended) yield this.#tell(ended)
      }
    }
    const last = this.#open
    if (last === null) throw new UsageError(`${this.#path}: it has no round; allowed is a line such as ${exampleRound}`)
    yield this.#tell(last)
  }

  /** The line at hand. */
  readonly #place = (): string => `${this.#path}:${this.#number}`

  readonly #complain: Complain = (sentence) => {
    throw new UsageError(`${this.#place()}: ${sentence}`)
  }

  /** @returns the round that the line puts an end to */
  #take(text: string, isEnded: boolean): GatheredRound | null {
    const line = text.trim() === '' ? null : this.#parse(text, isEnded)
    if (line === null) return null
    switch (line.type) {
      case 'run':
        if (this.#rounds > 0 || this.#run !== null) this.#complain('type is "run"; allowed is one, as the first line')
        this.#run = line
        return null
      case 'round':
        return this.#begin(line)
      case 'attempt':
      case 'read':
      case 'cancel':
      case 'entry':
      case 'ledger':
        this.#opened(line.type).add(line, this.#complain)
        return null
    }
  }

  #begin(line: RoundLine): GatheredRound | null {
    const ended = this.#open
    this.#rounds++
    if (this.#ledger !== null && this.#rounds > 1) {
      this.#complain('type is "round" again, and --ledger names the ledger of one event; allowed is one round')
    }
    this.#open = new GatheredRound({ line, number: this.#rounds, place: this.#place() })
    return ended
  }

  #opened(type: HistoryLine['type']): GatheredRound {
    return (
      this.#open ?? this.#complain(`type is "${type}" before any round; allowed is ${exampleRound} or the like first`)
    )
  }

  /** @returns null where the file was cut off in the middle of the line */
  #parse(text: string, isEnded: boolean): HistoryLine | null {
    try {
      return parseLine(text, this.#place)
    } catch (error) {
      if (isEnded || !(error instanceof BrokenJsonError)) throw error
      this.#isCutOff = true
      return null
    }
  }

  #tell(round: GatheredRound): ToldRound {
    if (this.#ledger !== null && round.hasLedger) {
      throw new UsageError(`${this.#path}: it has a ledger of its own; allowed is that or --ledger, not both`)
    }
    return round.tell(this.#ledger, this.#isCutOff)
  }
}

const exampleRound = '{"type":"round","event":{"capacity":10}}'
