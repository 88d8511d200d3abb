/**
 * How a booking system keeps two buyers from taking the same seat.
 * - `optimistic`: read, decide, then write only if the version read is still the current one.
 * - `pessimistic`: lock the event, then read, decide and write.
 * - `atomic`: one guarded update that takes the seats only where enough are left.
 * - `naive`: read, decide, then write blindly. It oversells, and exists so that a judge can be seen at work.
 */
export const strategies = ['optimistic', 'pessimistic', 'atomic', 'naive'] as const
export type Strategy = (typeof strategies)[number]
