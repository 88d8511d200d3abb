import { UsageError } from '../operator/errors.ts'

/** Files that are open beside the connections of users: the program's own, admin connections, wake-up calls. */
const spareFiles = 100

/** Fewer users fit under every limit that a system is delivered with. */
const alwaysFit = 150

export interface Wanted {
  readonly users: number
  /** One for each user, or more where readers come beside them and each request of a follow-up has its own. */
  readonly connections: number
}

/**
 * Makes sure that so many connections can be opened, before anything is. Node has raised the soft limit of its
 * process to the hard one by itself when it started.
 * @throws {UsageError} with how many users fit, and what to type
 */
export function checkFileLimit({ users, connections }: Wanted): void {
  if (connections <= alwaysFit) return
  const limit = openFilesLimit()
  const files = connections + spareFiles
  if (limit === null || files <= limit) return
  const who = connections > users ? `${users} users and what follows their burst` : `${users} users`
  const enough = connections > users ? '' : `, which is enough for ${Math.max(0, limit - spareFiles)} users`
  throw new UsageError(
    `${who} need ${files} open files, and the limit is ${limit}${enough}; type \`ulimit -n ${files}\` first, or lower --users`,
  )
}

/** @returns null where there is none, or it cannot be learnt */
function openFilesLimit(): number | null {
  const { report } = process
  // What else a report holds takes a while to gather, the names of network peers above all.
  Object.assign(report, { excludeNetwork: true })
  const gathered: unknown = report.getReport()
  const soft = valueAt(valueAt(valueAt(gathered, 'userLimits'), 'open_files'), 'soft')
  return typeof soft === 'number' ? soft : null
}

const valueAt = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Object.entries(value).find(([key]) => key === name)?.[1] : undefined
