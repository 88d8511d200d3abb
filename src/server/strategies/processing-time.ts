import { setTimeout as sleep } from 'node:timers/promises'

/** Waits as long as payment would. A server that has closed does not stay for those who were still paying. */
export const processingTime = (ms: number): Promise<void> => sleep(ms, undefined, { ref: false })
