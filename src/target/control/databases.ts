import type { Fields } from '../booking-api.ts'
import { nobody } from '../contract/compile.ts'
import type { SqlDefinition } from '../contract/definition.ts'
import { lookup, parseTemplate, textOf } from '../contract/template.ts'
import { openSql } from '../sql/open-sql.ts'
import type { SqlDatabase, SqlRow, SqlStatement } from '../sql/sql-database.ts'

/** A statement as the contract has it, what was bound in it, and what came of it. */
export interface AskedRows {
  readonly query: string
  readonly values: SqlStatement['values']
  readonly rows: readonly SqlRow[]
}

/** The databases of a target, each opened when it is first asked. */
export class Databases {
  readonly #open = new Map<string, SqlDatabase>()
  readonly #watch: (asked: AskedRows) => void

  /** @param watch is told of each question and the rows that came back */
  constructor(watch: (asked: AskedRows) => void) {
    this.#watch = watch
  }

  /** @throws {TargetError} where it cannot be read */
  async rows({ url, query }: SqlDefinition, event: Fields): Promise<readonly SqlRow[]> {
    const database = this.#open.get(url) ?? openSql(url)
    this.#open.set(url, database)
    const { texts, names } = parseTemplate(query)
    const values = names.map((name) => {
      const value = lookup(name)({ ...nobody, event })
      return typeof value === 'number' || typeof value === 'boolean' || value === null ? value : textOf(value)
    })
    const rows = await database.rows({ texts, values })
    this.#watch({ query, values, rows })
    return rows
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map((database) => database.close()))
  }
}
