import { reordered } from './align-history.ts'
import type { History } from './history.ts'

/** What happened in the burst itself, without what followed it. */
export function burstOf(history: History): History {
  return stepOf(history, 0)
}

/** The attempts of one follow-up, by its number from 1; those of the burst by 0. */
export function stepOf(history: History, step: number): History {
  if (history.step.every((own) => own === step)) return history
  return reordered(
    history,
    Uint32Array.from(history.step.keys()).filter((index) => history.step[index] === step),
  )
}
