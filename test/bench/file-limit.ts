import { execFileSync } from 'node:child_process'

/** Open files that a process started from here may have. Node has raised its soft limit to the hard one by itself. */
function fileLimit(): number {
  const text = execFileSync('bash', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim()
  return text === 'unlimited' ? Infinity : Number(text)
}

/** What to type where there are too few for so many users, or null where there are enough. */
export function fileLimitNote(users: number): string | null {
  // Besides its connections a process has its own files open.
  const needed = users + 200
  const limit = fileLimit()
  if (limit >= needed) return null
  return `${users} users not measured: they need ${needed} open files, and ${limit} are allowed; raise it with \`ulimit -n ${needed}\``
}
