/**
 * Does something with each of many, so many at once at most.
 * @returns what came of them, in their order
 * @throws what the first that failed has thrown; those under way are not waited for
 */
export async function inLanes<Item, Result>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  const waiting = items.entries()
  let isBroken = false
  const lane = async () => {
    for (const [index, item] of waiting) {
      if (isBroken) return
      results[index] = await work(item, index)
    }
  }
  try {
    await Promise.all(Array.from({ length: Math.min(lanes, items.length) }, lane))
  } catch (error) {
    isBroken = true
    throw error
  }
  return results
}
