import { unsettledIn } from '../judge/unsettled.ts'
import { counted } from '../judge/words.ts'
import { MismatchError, TargetError } from '../operator/errors.ts'
import type { RunningTarget } from '../run/running-target.ts'
import { settleSources, type Sources } from '../run/settle-sources.ts'
import type { ToldEvent } from '../run/told-event.ts'
import type { Fields } from '../target/booking-api.ts'
import type { ContractDefinition } from '../target/contract/definition.ts'
import { nobody } from '../target/contract/compile.ts'
import { rowsAt } from '../target/contract/json-path.ts'
import { rowTest } from '../target/contract/ledger-rows.ts'
import { ReadAnswer } from '../target/contract/read-answer.ts'
import { rowMistakes } from '../target/contract/row-mistakes.ts'
import type { Mistake } from '../target/contract/step-reading.ts'
import type { ContractSteps } from './contract-steps.ts'
import type { Diary, Stage } from './diary.ts'
import type { Findings } from './findings.ts'
import { lastPageText } from './last-page.ts'
import type { Seen } from './seen.ts'
import { entriesText } from './words.ts'

export interface SourceSetting {
  readonly target: RunningTarget
  readonly settleMs: number
  readonly diary: Diary
  readonly findings: Findings
  readonly steps: ContractSteps
}

/** Reads what was sold and what is left until it has come to rest, as a run does. */
export class SourceReader {
  readonly #setting: SourceSetting
  readonly #definition: ContractDefinition
  /** Why the ledger could not be read, although the contract has one; null where it could. */
  unread: string | null = null

  constructor(setting: SourceSetting) {
    this.#setting = setting
    this.#definition = setting.target.contract.definition
  }

  /**
   * @param suffix tells this reading from an earlier one
   * @throws {TargetError} where nobody answers any more
   */
  async read({ event, seen }: { event: ToldEvent; seen: Seen }, suffix: string): Promise<Sources> {
    const { diary, steps, settleMs, target } = this.#setting
    const stages = {
      ledger: diary.open(`ledger${suffix}`, steps.ledger),
      counter: diary.open(`counter${suffix}`, steps.counter, { source: 'counter' }),
    }
    const thrown = new Map<Stage, unknown>()
    const ask = async <Answer>(stage: Stage, question: () => Promise<Answer>): Promise<Answer> => {
      diary.readAgain(stage)
      thrown.delete(stage)
      try {
        return await question()
      } catch (error) {
        thrown.set(stage, error)
        throw target.gone.aborted ? new TargetError(String(target.gone.reason)) : error
      }
    }
    const { gone, ...sources } = await settleSources({
      readLedger: () => ask(stages.ledger, () => event.readLedger()),
      readEvent: () => ask(stages.counter, () => event.readEvent(seen.history)),
      unsettled: (told) => unsettledIn(seen.facts(event, told)),
      quietMs: settleMs,
      settleMs,
    })
    if (gone !== null) throw new TargetError(gone)
    this.#take(stages.ledger, thrown.get(stages.ledger), this.#rowMistakes(stages.ledger, seen.booked, event.fields))
    this.#take(stages.counter, thrown.get(stages.counter), [])
    this.#tell(sources, stages, thrown)
    return sources
  }

  /** What stopped the reading is one of the mistakes, where these are known. */
  #take(stage: Stage, error: unknown, mistakes: readonly Mistake[]): void {
    const { findings } = this.#setting
    const isWrong = findings.takeReadings(stage)
    for (const mistake of mistakes) findings.add(mistake, stage)
    if (error instanceof MismatchError && !isWrong && mistakes.length === 0) findings.addThrown(error, stage)
  }

  #tell(
    { ledger, closing }: Sources,
    stages: Readonly<Record<'ledger' | 'counter', Stage>>,
    thrown: ReadonlyMap<Stage, unknown>,
  ): void {
    if (!('unavailable' in ledger)) {
      stages.ledger.remarks.push({ text: entriesText(ledger.entries), isWrong: false })
      const text = lastPageText(this.#definition.ledger, stages.ledger)
      if (text !== null) stages.ledger.remarks.push({ text, isWrong: false })
    } else if (this.#definition.ledger !== undefined && !(thrown.get(stages.ledger) instanceof MismatchError)) {
      this.unread ??= `the ledger could not be read: ${this.#setting.findings.unquoted(ledger.unavailable, stages.ledger)}`
    }
    if ('unavailable' in closing || stages.counter.calls.length === 0) return
    stages.counter.remarks.push({ text: `${counted(closing.available, 'seat')} left`, isWrong: false })
  }

  #rowMistakes(stage: Stage, booked: string | null, event: Fields): readonly Mistake[] {
    const { ledger } = this.#definition
    if (ledger === undefined || typeof ledger === 'function') return []
    const rows = stage.calls.flatMap((call): readonly unknown[] => {
      if (call.kind === 'sql') return call.rows
      return 'sql' in ledger ? [] : rowsAt(ledger.entries)(new ReadAnswer(call.answer).json)
    })
    const isMeant = rowTest(ledger)
    const own = rows.filter((row) => isMeant(row, { ...nobody, event }))
    return rowMistakes(ledger, own, booked)
  }
}
