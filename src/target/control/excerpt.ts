import type { Answer } from '../booking-api.ts'
import type { Mask } from '../contract/mask.ts'

/** How an answer began, in brackets; nothing where it was empty. */
export function excerpt({ body }: Pick<Answer, 'body'>, mask: Mask): string {
  // Half a secret would not be known as one, so nothing is cut before it is masked.
  return body.trim() === '' ? '' : ` (${mask(body.trim()).slice(0, 120)})`
}
