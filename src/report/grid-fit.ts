export interface Column {
  readonly head: string
  readonly align: 'left' | 'right'
  /** Says that a narrow terminal may do without it; the highest number goes first. */
  readonly dispensable?: number
}

export interface FittedColumn {
  /** Of the column among all of them. */
  readonly index: number
  /** Of its text, without padding. */
  readonly width: number
}

/** Below this a text says nothing any more, so that another column had better go. */
const readable = 14

/** Which columns to show, and how wide: long texts are cut first, then dispensable columns go, at last all are cut. */
export function fitColumns(
  columns: readonly Column[],
  natural: readonly number[],
  available: number,
): readonly FittedColumn[] {
  const all = columns.map(({ align, dispensable = 0 }, index) => ({
    align,
    dispensable,
    index,
    width: natural[index] ?? 0,
  }))
  const levels = all.map(({ dispensable }) => dispensable).toSorted((a, b) => b - a)
  for (const level of [Infinity, ...levels.filter((dispensable) => dispensable > 0)]) {
    const shown = all.filter(({ dispensable }) => dispensable < level)
    const fitted = narrowed(shown, available, ({ align }) => (align === 'left' ? readable : Infinity))
    if (frameWidth(fitted) <= available) return fitted
  }
  const needed = all.filter(({ dispensable }) => dispensable === 0)
  return narrowed(needed, available, () => 1)
}

/** Narrows the widest column again and again, as far as each one bears, until all fit. */
function narrowed<Shown extends FittedColumn>(
  columns: readonly Shown[],
  available: number,
  least: (column: Shown) => number,
): readonly FittedColumn[] {
  const shown = columns.map((column) => ({ index: column.index, width: column.width, least: least(column) }))
  while (frameWidth(shown) > available) {
    const [widest] = shown.filter((column) => column.width > column.least).toSorted((a, b) => b.width - a.width)
    if (!widest) break
    widest.width--
  }
  return shown
}

/** Every cell has a space on either side and a border on its left; the table ends with one more border. */
const frameWidth = (columns: readonly FittedColumn[]): number => columns.reduce((sum, { width }) => sum + width + 3, 1)
