/**
 * The interval of a share, after Wilson (1927): unlike the textbook one it keeps its promise near none and near all.
 * @param size how many independent draws the share rests on; not necessarily a whole number, nor finite
 * @param z the normal quantile that belongs to the level, 1.96 for 95 %
 */
export function wilsonInterval(share: number, size: number, z: number): readonly [number, number] {
  const spread = z * Math.sqrt((share * (1 - share)) / size + (z * z) / (4 * size * size))
  const middle = share + (z * z) / (2 * size)
  const scale = 1 + (z * z) / size
  return [Math.max(0, (middle - spread) / scale), Math.min(1, (middle + spread) / scale)]
}
