/** A bug that always shows would be found by anybody. @returns a function that says yes at every nth call */
export function every(nth: number): () => boolean {
  let calls = 0
  return () => ++calls % nth === 0
}
