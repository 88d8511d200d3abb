const nobody = new Int32Array(new SharedArrayBuffer(4))

/**
 * Lets go of the core for a moment, in the middle of a turn: to a timer it would be a millisecond at least, and a turn
 * of the event loop besides.
 * @param ms parts of a millisecond
 */
export function rest(ms: number): void {
  Atomics.wait(nobody, 0, 0, ms)
}
