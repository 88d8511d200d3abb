/** Tells the operator what is going on. The pipeline says it; how it looks is the caller's affair. */
export interface Progress {
  /**
   * Shows a phase while it lasts, and one line about it afterwards.
   * @param during what is being done, such as `seeding 300 users`
   * @param summary what came of it, such as `300 accounts in 12 ms`
   */
  readonly phase: <Value>(
    during: string,
    work: () => Promise<Value>,
    summary: (value: Value) => string,
  ) => Promise<Value>
}
