/** A database of its own for the tests, with a user in it who may read and write everything. */
export interface SqlService {
  readonly url: string
  /** Does what another program would do meanwhile; it is committed on return. */
  readonly write: (...statements: readonly string[]) => Promise<void>
  /** Brings the database back with what was written. */
  readonly restart: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** One of the databases that can be read, and what is said in its own way. */
export interface SqlKind {
  readonly name: string
  /** What would have to be installed first, or null. */
  readonly missing: string | null
  readonly start: () => Promise<SqlService>
  /**
   * Makes the table `booking` with one row, and the table `number` with the numbers from 1 to 100,000 in its column `n`.
   */
  readonly tables: readonly string[]
  /** What this database has beyond the others, asked for `as value`. */
  readonly oddities: readonly { readonly asked: string; readonly value: unknown }[]
  /** Asks for something that takes for ever. */
  readonly endless: string
  /** What only a database has that is reached over the network. */
  readonly server: {
    /** Parameters of a URL that ask for an encrypted connection, without and with a look at the certificate. */
    readonly secured: string
    readonly verified: string
    /** Asks for `secured`: the text `true` or `false`. */
    readonly isSecured: string
    readonly wrongPassword: string
    readonly unknownDatabase: string
  } | null
  /** Statements that would make the session, or the transaction, one that may write. */
  readonly waysOut: readonly string[]
  /** How it refuses to write. */
  readonly refusal: RegExp
}

/** It is in URLs as it must be written there, and has in it what could be taken for SQL, or for the end of the host. */
export const password = "b@d/pa'ss%word"
