/** The file cannot serve as a database; the message names it and says why, in one sentence. */
export class DatabaseFileError extends Error {
  override readonly name = 'DatabaseFileError'
}

/** The native binding of better-sqlite3 does not load; the message says what to run. */
export class MissingBindingError extends Error {
  override readonly name = 'MissingBindingError'
}

/** What an error that arose while a database was opened comes to. */
export function explainOpening(error: unknown, path: string): DatabaseFileError | MissingBindingError {
  const message = error instanceof Error ? error.message : String(error)
  return isMissingBinding(error)
    ? new MissingBindingError(
        `SQLite could not be loaded, because better-sqlite3 has no native binding for Node ${process.version}: ` +
          'run `npm rebuild better-sqlite3`; if npm blocked its install script, first allow it with ' +
          '`npm approve-scripts better-sqlite3`, or install with ' +
          '`npm install --global --allow-scripts=better-sqlite3 bookload`.',
        { cause: error },
      )
    : new DatabaseFileError(`${path} cannot be used as a database: ${message}`, { cause: error })
}

function isMissingBinding(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? error.code : undefined
  return (
    code === 'MODULE_NOT_FOUND' ||
    code === 'ERR_DLOPEN_FAILED' ||
    /could not locate the bindings file|NODE_MODULE_VERSION/i.test(error.message)
  )
}
