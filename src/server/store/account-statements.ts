import type { Database } from 'better-sqlite3'
import type { UserId } from '../../booking/event.ts'

export interface Account {
  readonly id: UserId
  readonly email: string
  readonly name: string
  /** The hash; null for an account that was seeded with a token and cannot log in. */
  readonly password: string | null
}

export function prepareAccountStatements(database: Database) {
  const insert = database.prepare<Account>(`
    INSERT INTO account (id, email, name, password) VALUES (@id, @email, @name, @password)
        ON CONFLICT (email) DO NOTHING
  `)
  const byEmail = database.prepare<[string], Account>('SELECT id, email, name, password FROM account WHERE email = ?')
  const byId = database.prepare<[string], number>('SELECT 1 FROM account WHERE id = ?').pluck()
  return {
    /** @returns false where the address is taken */
    insert: (account: Account): boolean => insert.run(account).changes === 1,
    findByEmail: (email: string): Account | undefined => byEmail.get(email),
    exists: (id: string): boolean => byId.get(id) !== undefined,
  }
}
