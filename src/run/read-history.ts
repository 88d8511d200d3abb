import { UsageError } from '../operator/errors.ts'
import type { HistoryLine, RoundLine, RunLine } from '../record/history-lines.ts'
import { BrokenJsonError, parseLine } from '../record/parse-line.ts'
import { PlainLines } from '../record/plain-lines.ts'
import { longestLine, readBlocks, type Block } from '../record/read-blocks.ts'
import type { Complain } from './gathered-attempts.ts'
import type { ToldLedger } from './gathered-ledger.ts'
import { GatheredRound, type ToldRound } from './gathered-round.ts'

/** Reads a file of histories, one round after the other: only one of them is in memory at a time. */
export class HistoryReader {
  readonly #path: string
  readonly #ledger: ToldLedger | null
  readonly #plain = new PlainLines({
    accountOf: (user) => this.#open?.accountOf(user) ?? null,
    echoOf: (version) => this.#open?.echoOf(version) ?? null,
  })
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
    for await (const block of readBlocks(this.#path)) yield* this.#roundsEndedIn(block)
    const last = this.#open
    if (last === null) throw new UsageError(`${this.#path}: it has no round; allowed is a line such as ${exampleRound}`)
    yield this.#tell(last)
  }

  *#roundsEndedIn({ bytes, areEnded }: Block): Generator<ToldRound> {
    if (!areEnded && bytes.length > longestLine) throw new UsageError(tooLong(this.#path, this.#number + 1))
    for (let from = 0; from < bytes.length;) {
      this.#number++
      const plain = areEnded ? this.#plain.read(bytes, from) : null
      const end = plain ? this.#plain.end : endOfLine(bytes, from)
      const line = plain ?? this.#parse(bytes.toString('utf8', from, areEnded ? end - 1 : end), areEnded)
      from = end
      const ended = line === null ? null : this.#take(line)
      if (ended) yield this.#tell(ended)
    }
  }

  /** The line at hand. */
  readonly #place = (): string => `${this.#path}:${this.#number}`

  readonly #complain: Complain = (sentence) => {
    throw new UsageError(`${this.#place()}: ${sentence}`)
  }

  /** @returns the round that the line puts an end to */
  #take(line: HistoryLine): GatheredRound | null {
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

  /** @returns null of an empty line, and of one in the middle of which the file was cut off */
  #parse(text: string, isEnded: boolean): HistoryLine | null {
    if (text.trim() === '') return null
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

function endOfLine(bytes: Buffer, from: number): number {
  const lineBreak = bytes.indexOf('\n', from)
  return lineBreak === -1 ? bytes.length : lineBreak + 1
}

const tooLong = (path: string, line: number): string =>
  `${path}:${line}: this line has more than ${longestLine.toLocaleString('en')} bytes; allowed is one JSON object a line`

const exampleRound = '{"type":"round","event":{"capacity":10}}'
