interface Place {
  readonly user: string
  readonly seats: number
  readonly reference: string
  status: 'booked' | 'waitlisted' | 'cancelled'
}

export type Command =
  | { readonly type: 'book'; readonly user: string; readonly seats: number }
  | { readonly type: 'cancel'; readonly place: number }

/** What a booking system should do, as simply as it can be said: an array, and everything else counted from it. */
export class BookingModel {
  /** Every place that was given, in order, whatever became of it. */
  readonly places: Place[] = []
  version = 1
  readonly #capacity: number
  readonly #waitlist: boolean

  constructor(capacity: number, waitlist: boolean) {
    this.#capacity = capacity
    this.#waitlist = waitlist
  }

  get held(): number {
    return this.places.filter(({ status }) => status === 'booked').reduce((sum, { seats }) => sum + seats, 0)
  }

  get available(): number {
    return this.#capacity - this.held
  }

  get queue(): readonly Place[] {
    return this.places.filter(({ status }) => status === 'waitlisted')
  }

  book(user: string, seats: number, reference: string): string {
    if (seats > this.#capacity) return 'SEATS_EXCEED_CAPACITY'
    const fits = seats <= this.available && this.queue.length === 0
    if (!fits && !this.#waitlist) return 'SOLD_OUT'
    const already = this.queue.findIndex((place) => place.user === user)
    if (already >= 0) return `waitlisted at ${already + 1}`
    this.version += 1
    this.places.push({ user, seats, reference, status: fits ? 'booked' : 'waitlisted' })
    return fits ? 'booked' : `waitlisted at ${this.queue.length}`
  }

  cancel(place: Place): string {
    if (place.status === 'cancelled') return 'ALREADY_CANCELLED'
    place.status = 'cancelled'
    this.version += 1
    for (let [head] = this.queue; head !== undefined && head.seats <= this.available; [head] = this.queue) {
      head.status = 'booked'
      this.version += 1
    }
    return 'cancelled'
  }
}
