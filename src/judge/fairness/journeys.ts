import { outcomeKinds } from '../../booking/outcome.ts'
import type { History } from '../../record/history.ts'

/** What a user has who never came that far. */
const never = Infinity

/** Each user's way through one playing of a round, in columns by the user's number. Microseconds since the gate opened. */
export interface Journeys {
  readonly users: number
  readonly attempts: Uint32Array
  readonly firstSentUs: Float64Array
  readonly firstEndedUs: Float64Array
  readonly lastSentUs: Float64Array
  /** Of the first attempt that was told of a booking; infinite where there was none. */
  readonly wonSentUs: Float64Array
  readonly wonEndedUs: Float64Array
  /** Index in the history of the first attempt, and of the one that won; meaningless without. */
  readonly firstAt: Uint32Array
  readonly wonAt: Uint32Array
  /** 1 where an attempt was never answered, so that nobody knows whether the user has a booking. */
  readonly isOpen: Uint8Array
}

const booked = outcomeKinds.indexOf('booked')
const unknown = outcomeKinds.indexOf('unknown')

/** A history is in the order in which attempts ended, and a user makes one at a time: the first that is met was the first. */
export function followUsers(history: History, users: number): Journeys {
  const times = (): Float64Array => new Float64Array(users).fill(never)
  const journeys: Journeys = {
    users,
    attempts: new Uint32Array(users),
    firstSentUs: times(),
    firstEndedUs: times(),
    lastSentUs: times(),
    wonSentUs: times(),
    wonEndedUs: times(),
    firstAt: new Uint32Array(users),
    wonAt: new Uint32Array(users),
    isOpen: new Uint8Array(users),
  }
  for (let index = 0; index < history.length; index++) note(journeys, history, index)
  return journeys
}

function note(journeys: Journeys, history: History, index: number): void {
  const user = history.user[index] ?? 0
  const [sentUs, endedUs] = [history.sentUs[index] ?? 0, history.endedUs[index] ?? 0]
  if (journeys.attempts[user] === 0) {
    journeys.firstSentUs[user] = sentUs
    journeys.firstEndedUs[user] = endedUs
    journeys.firstAt[user] = index
  }
  journeys.attempts[user] = (journeys.attempts[user] ?? 0) + 1
  journeys.lastSentUs[user] = sentUs
  if (history.outcome[index] === unknown) journeys.isOpen[user] = 1
  if (history.outcome[index] === booked && !hasWon(journeys, user)) {
    journeys.wonSentUs[user] = sentUs
    journeys.wonEndedUs[user] = endedUs
    journeys.wonAt[user] = index
  }
}

export const hasWon = ({ wonEndedUs }: Journeys, user: number): boolean => (wonEndedUs[user] ?? never) < never

/** The numbers of those who won, in no particular order. */
export function winnersOf(journeys: Journeys): Uint32Array {
  return Uint32Array.from({ length: journeys.users }, (_, user) => user).filter((user) => hasWon(journeys, user))
}
