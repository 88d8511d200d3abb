/**
 * The places of a column whose number passes a test, in order. `filter` of a typed array would keep them in a list of
 * objects on the way, which is most of the work where there are a million.
 */
export function placesWhere(
  column: Uint8Array | Uint32Array | Int32Array | Float64Array,
  passes: (value: number) => boolean,
): Uint32Array {
  const places = new Uint32Array(column.length)
  let count = 0
  for (let place = 0; place < column.length; place++) {
    if (passes(column[place] ?? 0)) places[count++] = place
  }
  return places.slice(0, count)
}
