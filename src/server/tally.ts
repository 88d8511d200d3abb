/**
 * What has been counted since the start, in plain numbers: counting must cost a booking nothing, and the library that
 * writes it down for Prometheus is loaded only when somebody asks.
 */
export class Tally {
  /** Answers to requests for seats, by outcome. */
  readonly bookings = new Map<string, number>()
  /** Transactions, by how many jobs shared them. */
  readonly groups = new Map<number, number>()

  countBooking(outcome: string): void {
    this.bookings.set(outcome, (this.bookings.get(outcome) ?? 0) + 1)
  }

  countGroup(jobs: number): void {
    this.groups.set(jobs, (this.groups.get(jobs) ?? 0) + 1)
  }
}
