/** Computes a value when it is first asked for, and then no more. */
export function once<Value>(compute: () => Value): () => Value {
  let computed: { readonly value: Value } | null = null
  return () => (computed ??= { value: compute() }).value
}
