/**
 * The value below which a standard normal variable lies with the given probability; wrong by less than 0.0005.
 * @param probability strictly between 0 and 1
 * @see Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.23
 */
export function normalQuantile(probability: number): number {
  if (probability < 0.5) return -normalQuantile(1 - probability)
  const t = Math.sqrt(-2 * Math.log(1 - probability))
  const above = 2.515517 + t * (0.802853 + t * 0.010328)
  const below = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
  return t - above / below
}
