import type { Answer, Oddity } from '../booking-api.ts'
import type { Mask } from './mask.ts'

/** As much of an answer as shows what is odd about it. */
const sampleCharacters = 300

/** Answers that are not what a contract says: of each kind the first is kept, and the others are counted. */
export class Oddities {
  readonly #mask: Mask
  readonly #kept = new Map<string, { readonly oddity: Omit<Oddity, 'answers'>; answers: number }>()

  constructor(mask: Mask) {
    this.#mask = mask
  }

  add(place: string, odd: string, { status, body }: Answer): void {
    const kind = kindOf({ place, odd, status })
    const known = this.#kept.get(kind)
    if (known) known.answers++
    else {
      // Masked first, since half a secret is no secret that a mask knows.
      const sample = this.#mask(body).slice(0, sampleCharacters)
      this.#kept.set(kind, { oddity: { place, odd, status, sample }, answers: 1 })
    }
  }

  get all(): readonly Oddity[] {
    return [...this.#kept.values()].map(({ oddity, answers }) => ({ ...oddity, answers }))
  }
}

/** Of each kind the first example, and all that were counted. */
export function mergeOddities(lists: readonly (readonly Oddity[])[]): readonly Oddity[] {
  const merged = new Map<string, Oddity>()
  for (const oddity of lists.flat()) {
    const kind = kindOf(oddity)
    const known = merged.get(kind)
    merged.set(kind, known === undefined ? oddity : { ...known, answers: known.answers + oddity.answers })
  }
  return [...merged.values()]
}

const kindOf = ({ place, odd, status }: Pick<Oddity, 'place' | 'odd' | 'status'>): string => `${place} ${odd} ${status}`
