import type { Answer, PreparedRequest } from '../target/booking-api.ts'

/**
 * Why an answer did not come, or not whole. `unsent` carries the code of the error that kept the connection from
 * opening, or of the refusal to look at the request at all: nobody can have acted on it.
 */
export type Failure =
  | { readonly kind: 'unsent'; readonly code: string }
  | { readonly kind: 'disconnect' }
  | { readonly kind: 'unreadable' }

/** The user at the near end of a line. For each request, exactly one of `answered` and `failed` is called, once. */
export interface Caller {
  /** The request is about to leave, or its last byte is: the moment that a latency is counted from. */
  sending(): void
  answered(answer: Answer): void
  /** @param partial what had come by then: null where not even a status had */
  failed(failure: Failure, partial: Answer | null): void
}

/**
 * How the requests of one user reach the target, one at a time. A line opens its connection where there is none, and
 * opens another where the last one was closed, so a user never has to know.
 */
export interface Line {
  /** Sends a request at once. */
  send(request: PreparedRequest, caller: Caller): void
  /** Sends a request but for its last byte, so that the server holds it and cannot act on it. */
  arm(request: PreparedRequest, caller: Caller): void
  /**
   * Sends the last byte. Allocates nothing and looks nothing up. Where the connection broke meanwhile the request is
   * sent anew and whole; where the server answered early there is nothing left to send.
   */
  release(): void
  /**
   * Stops waiting for the answer, and hangs up, since an answer may yet come. The caller is not called any more.
   * @returns what had come of the answer by then: null where not even a status had
   */
  abandon(): Answer | null
}

/** The lines of all users to one target. */
export interface Lines {
  /** How many last bytes leave before the loop rests for a moment; infinitely many where it should not. */
  readonly firstVolley: number
  of(user: number): Line
  /**
   * Opens the lines of these users, or makes sure that they are still open, by a look that changes nothing.
   * @throws {TargetError} where one of them cannot be opened: a burst with fewer users would be another experiment
   */
  open(users: Uint32Array, look: PreparedRequest, signal: AbortSignal): Promise<void>
  /** Resolves when all that was armed has left this machine, or can no longer leave. Never waits for a dead line. */
  flushed(): Promise<void>
  /** Makes sure that the server is awake when the last bytes come: called just before they are released. */
  wakeUp(): void
  close(): Promise<void>
}
