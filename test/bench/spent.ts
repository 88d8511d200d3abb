import type { Spent } from './client-questions.ts'

/** Measures a piece of work in this process: its wall time and the CPU of all its threads. */
export async function spentOn(work: () => Promise<number>): Promise<Spent> {
  const cpu = process.cpuUsage()
  const startedMs = performance.now()
  const requests = await work()
  const wallMs = performance.now() - startedMs
  const { user, system } = process.cpuUsage(cpu)
  return { requests, cpuUs: user + system, wallMs }
}

/** The memory of this process in bytes, without what is only waiting to be collected. */
export function rssBytes(): number {
  globalThis.gc?.()
  return process.memoryUsage.rss()
}
