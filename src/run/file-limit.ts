import { UsageError } from '../operator/errors.ts'

/** Files that are open beside the connections of users: the program's own, admin connections, wake-up calls. */
const spareFiles = 100

/** Fewer users fit under every limit that a system is delivered with. */
const alwaysFit = 150

/**
 * Makes sure that a connection for each user can be opened, before anything is. Node has raised the soft limit of its
 * process to the hard one by itself when it started.
 * @throws {UsageError} with how many users fit, and what to type
 */
export function checkFileLimit(users: number): void {
  if (users <= alwaysFit) return
  const limit = openFilesLimit()
  if (limit === null || users + spareFiles <= limit) return
  throw new UsageError(
    `${users} users need ${users + spareFiles} open files, and the limit is ${limit}, which is enough for ${Math.max(0, limit - spareFiles)} users; type \`ulimit -n ${users + spareFiles}\` first, or lower --users`,
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
