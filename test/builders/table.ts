/** A row of a text table: its cells by the name of their column. A dash stands for nothing. */
export interface Row {
  readonly text: (column: string) => string | null
  readonly number: (column: string) => number | null
}

/** Reads a table written as text: the first line names the columns, spaces part the cells. */
export function readTable(table: string): readonly Row[] {
  const [header = [], ...rows] = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
  return rows.map((cells) => {
    if (cells.length !== header.length) throw new Error(`${cells.join(' ')} does not fill ${header.join(' ')}`)
    const text = (column: string): string | null => {
      const cell = cells[header.indexOf(column)]
      return cell === undefined || cell === '-' ? null : cell
    }
    const number = (column: string): number | null => {
      const cell = text(column)
      return cell === null ? null : Number(cell)
    }
    return { text, number }
  })
}
