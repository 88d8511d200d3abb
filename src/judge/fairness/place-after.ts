/**
 * How many of the times that rise from place to place are at most this one, which is the first place behind it.
 * @param timeAt the time at a place below `places`
 */
export function placeAfter(time: number, places: number, timeAt: (place: number) => number): number {
  let [low, high] = [0, places]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (timeAt(middle) <= time) low = middle + 1
    else high = middle
  }
  return low
}
