/*
 * `performance.now()` counts from another origin in each thread. Added to what the system's monotonic clock showed at
 * that origin, it is one clock for all threads of the process, and still costs no more than a read.
 */
const originMs = Number(process.hrtime.bigint()) / 1e6 - performance.now()

/** Milliseconds on the monotonic clock that all threads of this process share, to the microsecond. */
export const monotonicMs = (): number => originMs + performance.now()

/** Microseconds from one instant to a later one, to the nanosecond: what lies below is an error of the arithmetic. */
export const usBetween = (fromMs: number, toMs: number): number => Math.round((toMs - fromMs) * 1e6) / 1000
