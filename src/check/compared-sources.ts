import type { Reference } from '../booking/event.ts'
import type { LedgerEntry } from '../booking/ledger.ts'
import type { Outcome } from '../booking/outcome.ts'
import type { RoundFacts } from '../judge/facts.ts'
import type { Glimpse } from '../target/booking-api.ts'
import type { ContractDefinition } from '../target/contract/definition.ts'
import { numberIn } from '../target/contract/step.ts'
import type { Mistake } from '../target/contract/step-reading.ts'
import type { Diary, HttpCall, Stage } from './diary.ts'
import type { Findings } from './findings.ts'
import {
  answerPlace,
  countMistake,
  counterPath,
  entriesOf,
  ledgerMistakes,
  returnMistakes,
  versionMistake,
  type Wanted,
} from './mismatches.ts'

export interface ComparedSetting {
  readonly definition: ContractDefinition
  readonly diary: Diary
  readonly findings: Findings
  /** What was counted before; null where nobody could look. */
  readonly opening: Glimpse | null
  /** Whether an earlier step of a booking may hold seats. */
  readonly mayHold: boolean
}

export interface Attempted {
  readonly outcome: Outcome
  readonly stage: Stage
}

/** What the sources said when they were read. */
type Read = Pick<RoundFacts, 'ledger' | 'closing'>

/** The ledger and the counter, held against what one user did and was told. */
export class ComparedSources {
  readonly #setting: ComparedSetting

  constructor(setting: ComparedSetting) {
    this.#setting = setting
  }

  /** @returns what the ledger has of the booking */
  takeBooking(read: Read, attempted: Attempted, wanted: Wanted): readonly LedgerEntry[] {
    const entries = entriesIn(read)
    if (entries !== null) this.#addAll(ledgerMistakes(entries, wanted), 'ledger')
    const ours = entriesOf(entries ?? [], wanted)
    if (attempted.outcome.kind === 'booked') {
      this.#compareCount(read, 1)
      this.#compareVersions(attempted, ours[0] ?? null)
    }
    return ours
  }

  /**
   * @param before what the sources said when it was all booked
   * @param given which of these bookings were given back
   */
  takeReturn(before: Read, read: Read, references: readonly Reference[], given: readonly Reference[]): void {
    const entries = entriesIn(read)
    if (entries !== null) {
      // Of what was never in the ledger, that it is gone is no news.
      const known = new Set(entriesIn(before)?.map((entry) => entry.reference))
      for (const reference of given.filter((one) => known.has(one)))
        this.#addAll(returnMistakes(entries, reference), 'ledger again')
    }
    // Where the booking was counted wrong already, its return is, too.
    if (this.#setting.findings.all.length === 0) this.#compareCount(read, references.length - given.length)
  }

  #compareVersions({ outcome, stage }: Attempted, entry: LedgerEntry | null): void {
    const { definition, findings, opening, mayHold } = this.#setting
    const call = stage.calls.at(-1)
    const counter = this.#counterStage()
    const shown = counter?.calls.at(-1)
    if (call?.kind !== 'request' || outcome.kind !== 'booked') return
    const mistake = versionMistake({
      lookPath: [...(definition.counter === undefined ? ['event', 'look'] : ['counter']), 'version'],
      before: opening?.version ?? null,
      after: shown?.kind === 'request' ? versionIn(shown) : null,
      entry: entry === null || entry.version === 0 ? null : entry.version,
      answer: outcome.version,
      answerPath: answerPlace(call, 'version'),
      mayHold,
    })
    if (mistake !== null) findings.add(mistake, counter ?? stage)
  }

  #compareCount({ closing }: Read, gone: number): void {
    const { definition, findings, opening } = this.#setting
    if (opening === null || 'unavailable' in closing) return
    const path = counterPath(definition, definition.counter === undefined ? 'look' : 'counter')
    const mistake = countMistake(path, { before: opening.available, after: closing.available, gone })
    if (mistake !== null) findings.add(mistake, this.#counterStage() ?? null)
  }

  /** The part of the walk that tells what was counted in the end. */
  #counterStage(): Stage | undefined {
    return this.#setting.diary.stages.findLast(({ source, readings }) => source === 'counter' && readings > 0)
  }

  #addAll(mistakes: readonly Mistake[], title: string): void {
    const { diary, findings } = this.#setting
    const stage = diary.stages.findLast((one) => one.title === title) ?? null
    for (const mistake of mistakes) findings.add(mistake, stage)
  }
}

const versionIn = ({ reading }: HttpCall): number | null =>
  numberIn((reading?.found ?? []).find(({ path }) => path.at(-1) === 'version')?.value)

/** Null where nobody could read them. */
const entriesIn = ({ ledger }: Read): readonly LedgerEntry[] | null => ('unavailable' in ledger ? null : ledger.entries)
