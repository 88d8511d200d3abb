import { randomInt } from 'node:crypto'
import { reference, type Reference } from '../../booking/event.ts'

/** `EVT-` and six of A–Z and 0–9: one number without bias, written in base 36. */
export function newReference(): Reference {
  return reference(
    `EVT-${randomInt(36 ** 6)
      .toString(36)
      .toUpperCase()
      .padStart(6, '0')}`,
  )
}
