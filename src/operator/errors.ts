/**
 * Something the operator can mend: a wrong flag, file or field. Its message is one sentence, printed without a stack;
 * the command exits with 2.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** The run could not be carried out or judged: nobody listens, the server died. The command exits with 3. */
export class TargetError extends Error {
  override readonly name = 'TargetError'
}
