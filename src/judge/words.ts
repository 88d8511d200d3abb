/** `1 seat`, `2 seats`, `2 entries`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? singular : plural}`
}

/** `a`, `a and b`, `a, b and c`; beyond five, `a, b, c, d, e and 7 more`. */
export function listed(items: readonly string[]): string {
  const shown = items.length > 5 ? [...items.slice(0, 5), `${items.length - 5} more`] : items
  const last = shown.at(-1) ?? 'nothing'
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`
}
