import type { CancelOutcome } from '../booking/cancellation.ts'
import type { Outcome } from '../booking/outcome.ts'

/** A request ready to be sent any number of times: nothing about it is worked out once the clock runs. */
export interface PreparedRequest {
  /** Such as `GET`; in capitals. */
  readonly method: string
  readonly path: string
  /** Names and values in turn, as undici takes them. */
  readonly headers: readonly string[]
  readonly body: string | null
}

/** Reads the first value of a response header by its lower-case name. */
type HeaderReader = (name: string) => string | undefined

/** What came back for a request: whole, or as much of it as came before it broke off. */
export interface Answer {
  readonly status: number
  readonly header: HeaderReader
  /** Every `Set-Cookie`, in the order in which they came. */
  readonly setCookies: () => readonly string[]
  readonly body: string
  /** False where it broke off, so that its body may lack its end. */
  readonly isWhole: boolean
}

/** What a look at an event shows. */
export interface Glimpse {
  readonly available: number
  /** Null where the system does not say. */
  readonly version: number | null
  /** Left out where the system does not say. */
  readonly capacity?: number
}

/** Values by name, such as those of an account or of an event; plain, so that they can be handed to a thread. */
export type Fields = Readonly<Record<string, unknown>>

/** What a user books with: the fields of its account, its token among them, and its cookies. */
export interface Session {
  readonly fields: Fields
  /** A serialised jar; null where the target has no use for cookies. */
  readonly cookies: string | null
}

/** Somebody who is signed in. Users who share an account share what its cookies become. */
export interface SignedIn {
  readonly fields: Fields
  readonly jar: Cookies | null
}

/** The cookies of one account. */
export interface Cookies {
  /** What to send with a request for a path; empty for nothing. */
  readonly headerFor: (path: string) => string
  readonly keep: (setCookies: readonly string[], path: string) => void
  readonly serialised: () => string
}

/** What a user sets out to do: a wish for seats. */
export interface Wish {
  readonly user: SignedIn
  /** The fields of the event, its `id` among them. */
  readonly event: Fields
  readonly seats: number
  /** The idempotency key. */
  readonly key: string
  /** Which attempt of the user this is, from 1. */
  readonly attempt: number
}

/** What a user is about to give back. */
interface Return {
  readonly user: SignedIn
  readonly event: Fields
  readonly reference: string
}

/**
 * One errand of a user, step by step: most systems take one request, some a cart, a payment and a checkout. One of the
 * steps races: all users are brought up to it before the gate opens, and from it on the clock runs.
 */
export interface Errand<End> {
  /** Whether the step at hand is the one that races. */
  readonly isAtGate: boolean
  /** The request of the step at hand. */
  readonly request: () => PreparedRequest
  /** @returns how the errand ended, or null where the next step is at hand */
  readonly answered: (answer: Answer) => End | null
  /** Back to the step that races, with all that was learnt before it: to ask what became of a request without an answer. */
  readonly again: (attempt: number) => void
}

/** How a target is talked to while it is being raced, and what its answers mean. */
export interface BookingApi {
  /** A request that opens a connection and changes nothing: a look at the event, as users take before they buy. */
  readonly look: (event: Fields) => PreparedRequest
  /** @returns null where an answer to `look` shows no event */
  readonly readLook: (answer: Answer, event: Fields) => Glimpse | null
  readonly signIn: (sessions: readonly Session[]) => Promise<readonly SignedIn[]>
  readonly book: (wish: Wish) => Errand<Outcome>
  /** Whether a step of a booking before its last may hold seats. */
  readonly mayHold: boolean
  /** Whether some of its steps come before the one that races. */
  readonly hasWayToGate: boolean
  /** Null where the target has no way to give back. */
  readonly cancel: ((asked: Return) => Errand<CancelOutcome>) | null
  /** What was answered and is not as it was said to be, so far. */
  readonly oddities: () => readonly Oddity[]
}

/** An answer that is not what the contract says, one example for all of its kind. */
export interface Oddity {
  /** Where the contract says otherwise: `shop.yaml:12:5`. */
  readonly place: string
  /** What is odd, in words. */
  readonly odd: string
  readonly status: number
  /** How such an answer began, without what is secret. */
  readonly sample: string
  readonly answers: number
}
