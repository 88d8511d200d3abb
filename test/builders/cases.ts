const share = Number(process.env['BOOKLOAD_SHARE_OF_CASES'] ?? 1)

/** How many cases a property is tried on: all of them, or the share that `BOOKLOAD_SHARE_OF_CASES` asks for. */
export function cases(all: number): number {
  return Math.ceil(all * share)
}
