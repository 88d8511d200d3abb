/** What a client spent on a piece of work. */
export interface Spent {
  readonly requests: number
  readonly cpuMicros: number
  readonly wallMs: number
}

/** Measures a piece of work in this process: its wall time and the CPU of all its threads. */
export async function measure(work: () => Promise<number>): Promise<Spent> {
  const cpu = process.cpuUsage()
  const startedMs = performance.now()
  const requests = await work()
  const wallMs = performance.now() - startedMs
  const { user, system } = process.cpuUsage(cpu)
  return { requests, cpuMicros: user + system, wallMs }
}
