import { extname } from 'node:path'

/** Where the accounts of a users file live: `users.csv` and `users.db` are a pair. */
export function databaseFor(usersFile: string): string {
  return `${usersFile.slice(0, usersFile.length - extname(usersFile).length)}.db`
}
