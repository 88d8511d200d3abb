import type { UserId } from '../booking/event.ts'

/** A real account in the target, with the token that it books with. */
export interface Account {
  readonly id: UserId
  readonly email: string
  readonly name: string
  readonly token: string
}
