import type { Fields } from '../booking-api.ts'
import { nobody } from '../contract/compile.ts'
import type { SqlDefinition } from '../contract/definition.ts'
import { lookup, parseTemplate, textOf } from '../contract/template.ts'
import { openSql } from '../sql/open-sql.ts'
import type { SqlDatabase, SqlRow } from '../sql/sql-database.ts'

/** The databases of a target, each opened when it is first asked. */
export class Databases {
  readonly #open = new Map<string, SqlDatabase>()

  /** @throws {TargetError} where it cannot be read */
  async rows({ url, query }: SqlDefinition, event: Fields): Promise<readonly SqlRow[]> {
    const database = this.#open.get(url) ?? openSql(url)
    this.#open.set(url, database)
    const { texts, names } = parseTemplate(query)
    const values = names.map((name) => {
      const value = lookup(name)({ ...nobody, event })
      return typeof value === 'number' || typeof value === 'boolean' || value === null ? value : textOf(value)
    })
    return database.rows({ texts, values })
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map((database) => database.close()))
  }
}
