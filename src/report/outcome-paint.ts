import type { OutcomeKind } from '../booking/outcome.ts'
import { unpainted, type Paint, type Style } from './style.ts'

/** Only what asks for attention is coloured: a refusal is an honest answer, and most answers of a burst are refusals. */
export function outcomePaint(kind: OutcomeKind, { chalk }: Style): Paint {
  if (kind === 'booked') return chalk.green
  if (kind === 'unknown') return chalk.red
  return kind === 'rateLimited' || kind === 'rejected' ? chalk.yellow : unpainted
}
