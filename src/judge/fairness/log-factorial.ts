const small = [1, 1, 2, 6, 24, 120, 720, 5040, 40_320, 362_880].map((factorial) => Math.log(factorial))

/** The logarithm of n!, by Stirling's series from 10 on, where its error is below 1e-9. */
export function logFactorial(n: number): number {
  const known = small[n]
  if (known !== undefined) return known
  const inverse = 1 / n
  const series = inverse * (1 / 12 - inverse * inverse * (1 / 360 - (inverse * inverse) / 1260))
  return n * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI * n) + series
}

/** The logarithm of the number of ways to choose `k` of `n`. @param k from 0 to `n` */
export function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k)
}
