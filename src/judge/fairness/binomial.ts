import { logChoose } from './log-factorial.ts'

/** How likely at most so many of `trials` succeed, each with the given chance, which lies strictly between 0 and 1. */
export function binomialAtMost(successes: number, { trials, chance }: { trials: number; chance: number }): number {
  let sum = 0
  for (let k = 0; k <= Math.min(successes, trials); k++) {
    sum += Math.exp(logChoose(trials, k) + k * Math.log(chance) + (trials - k) * Math.log1p(-chance))
  }
  return Math.min(1, sum)
}
