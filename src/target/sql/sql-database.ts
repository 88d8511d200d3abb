/** A statement whose values are bound, never pasted into its text: `texts` has one member more than `values`. */
export interface SqlStatement {
  readonly texts: readonly string[]
  readonly values: readonly (string | number | boolean | null)[]
}

/**
 * A row by the names of its columns. Numbers are JS numbers where those are exact, and otherwise text; dates and times
 * are text in ISO 8601, with a zone only where the database knows one; JSON comes parsed, and bytes in hexadecimal.
 */
export type SqlRow = Readonly<Record<string, unknown>>

/** Somebody's database, to be read and never to be written. */
export interface SqlDatabase {
  /**
   * Reads what is committed by now, with one statement, which may be asked again and again.
   * @throws {UnreachableError} where the database cannot be reached, which may pass
   * @throws {TargetError} where it lets nobody in, or refuses the statement, as it does one that would write
   */
  rows(statement: SqlStatement): Promise<readonly SqlRow[]>
  /** Waits for the read that is under way. */
  close(): Promise<void>
}

export interface SqlLimits {
  readonly connectMs: number
  readonly statementMs: number
}
