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
    const kind = `${place} ${odd} ${status}`
    const known = this.#kept.get(kind)
    if (known) known.answers++
    else {
      const sample = this.#mask(body.slice(0, sampleCharacters))
      this.#kept.set(kind, { oddity: { place, odd, status, sample }, answers: 1 })
    }
  }

  get all(): readonly Oddity[] {
    return [...this.#kept.values()].map(({ oddity, answers }) => ({ ...oddity, answers }))
  }
}
