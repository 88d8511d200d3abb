import type { Result } from '../../src/report/result.ts'
import { runScenario } from '../../src/run/run-scenario.ts'
import type { RoundKeeper } from '../../src/run/play-round.ts'
import { contract } from '../builders/own-api.ts'
import { scenarioFrom } from '../builders/scenario.ts'

interface Playing {
  readonly repeat?: number
  readonly signal?: AbortSignal
  readonly keepers?: readonly RoundKeeper[]
}

/** Plays a scenario on a target that is there already. */
export function playOn(
  baseUrl: string,
  yaml: { top?: string; round?: string },
  { repeat = 1, signal = new AbortController().signal, keepers = [] }: Playing = {},
): Promise<Result> {
  return runScenario({
    scenario: scenarioFrom(yaml),
    target: {
      kind: 'http',
      baseUrl,
      contract,
      adminHint: null,
      certificate: null,
      gone: new AbortController().signal,
      own: null,
    },
    brought: null,
    repeat,
    threads: 1,
    http2: false,
    keepers,
    seed: 1,
    id: 'test',
    startedAt: new Date(0),
    version: '0.0.0',
    signal,
    progress: { phase: (_, work) => work() },
  })
}
