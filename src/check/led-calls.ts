import { MismatchError, UsageError } from '../operator/errors.ts'
import type { Errand } from '../target/booking-api.ts'
import type { Calls } from '../target/calls.ts'
import type { ReadStep } from '../target/contract/step-reading.ts'
import type { Diary, Stage } from './diary.ts'
import type { Findings } from './findings.ts'
import type { Timing } from './seen.ts'

export interface LedCallsSetting {
  readonly calls: Calls
  readonly diary: Diary
  readonly findings: Findings
  readonly signal: AbortSignal
}

/** What came of a part of the walk, and where that is written down. */
export interface Led<Value> {
  readonly value: Value
  readonly stage: Stage
}

/** The calls of a walk, part by part: each is written into the diary, and what is not as the contract says is found. */
export class LedCalls {
  readonly #setting: LedCallsSetting

  constructor(setting: LedCallsSetting) {
    this.#setting = setting
  }

  /** Calls outside of an errand. @returns null where something in an answer is not as the contract says */
  async take<Value>(
    title: string,
    steps: readonly ReadStep[],
    call: () => Promise<Value>,
    setting: Partial<Pick<Stage, 'source'>> = {},
  ): Promise<Led<Value> | null> {
    const { diary, findings } = this.#setting
    const isPrivate = title === 'account' || title === 'sign-in'
    const stage = diary.open(title, steps, { ...setting, isPrivate })
    try {
      const value = await call()
      findings.takeReadings(stage)
      return { value, stage }
    } catch (error) {
      const isWrong = findings.takeReadings(stage)
      if (!(error instanceof MismatchError || error instanceof UsageError)) throw error
      if (!isWrong) findings.addThrown(error, stage)
      return null
    }
  }

  /** Leads an errand to its end, step by step. */
  async follow<End>(
    title: string,
    steps: readonly ReadStep[],
    errand: Errand<End>,
  ): Promise<Led<End> & { readonly timing: Timing }> {
    const { calls, diary, signal } = this.#setting
    const stage = diary.open(title, steps)
    let sentMs = performance.now()
    for (;;) {
      if (errand.isAtGate) sentMs = performance.now()
      const request = errand.request()
      const answer = await calls.send(request, signal)
      diary.watch(title, request, answer)
      const value = errand.answered(answer)
      if (value !== null) return { value, timing: { sentMs, endedMs: performance.now(), status: answer.status }, stage }
    }
  }
}

export function remark(stage: Stage, text: string): void {
  stage.remarks.push({ text, isWrong: false })
}
