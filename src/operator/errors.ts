/**
 * Something the operator can mend: a wrong flag, file or field. Its message is one sentence, printed without a stack;
 * the command exits with 2.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The run could not be carried out or judged: nobody listens, the server died. The command exits with 3. */
export class TargetError extends Error {
  override readonly name: string = 'TargetError'
}

/** The target lives, and answered with another status than was asked for. */
export class AnswerError extends TargetError {
  override readonly name = 'AnswerError'
  readonly status: number
  /** How long it asked to be left alone, or null. */
  readonly retryAfterMs: number | null

  constructor(message: string, { status, retryAfterMs }: { status: number; retryAfterMs: number | null }) {
    super(message)
    this.status = status
    this.retryAfterMs = retryAfterMs
  }
}

/** No answer came back at all. */
export class UnreachableError extends TargetError {
  override readonly name = 'UnreachableError'
}

/** The target lives and answers, only not as the contract says; the message names the line of the contract. */
export class MismatchError extends TargetError {
  override readonly name = 'MismatchError'
}

/** What went wrong, whatever was thrown: a function that is not ours may throw anything. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
