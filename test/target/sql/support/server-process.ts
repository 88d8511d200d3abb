import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process'
import {
  accessSync,
  chownSync,
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'

/** Where a program is, looked for in the path and then where distributions keep servers; or null. */
export function findProgram(name: string, folders: readonly string[] = []): string | null {
  const inPath = (process.env['PATH'] ?? '').split(delimiter).concat('/usr/sbin', folders)
  return inPath.map((folder) => join(folder, name)).find(isProgram) ?? null
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The versions of PostgreSQL that Debian keeps side by side, the newest first. */
export function versionedFolders(parent: string): readonly string[] {
  try {
    const versions = readdirSync(parent).sort((a, b) => Number(b) - Number(a))
    return versions.map((version) => join(parent, version, 'bin'))
  } catch {
    return []
  }
}

/** A server refuses to run as root; then it runs as the user whom its package has made for it. */
interface Runner {
  readonly uid?: number
  readonly gid?: number
}

function runnerFor(user: string): Runner {
  if (process.getuid?.() !== 0) return {}
  const idOf = (flag: string) => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }))
  return { uid: idOf('-u'), gid: idOf('-g') }
}

export interface ServerFolder {
  readonly path: string
  readonly runner: Runner
  /** Writes a file that only the server can read, and tells where it is. */
  readonly keep: (name: string, text: string) => string
  /** Runs a program to its end, as whoever the server runs as. */
  readonly run: (program: string, args: readonly string[]) => Promise<void>
}

/** An empty folder for a server to keep everything in. */
export function serverFolder(user: string): ServerFolder {
  const path = mkdtempSync(join(tmpdir(), 'bookload-sql-'))
  const runner = runnerFor(user)
  const handOver = (to: string): void => {
    if (runner.uid !== undefined && runner.gid !== undefined) chownSync(to, runner.uid, runner.gid)
  }
  handOver(path)
  return {
    path,
    runner,
    keep(name, text) {
      const file = join(path, name)
      writeFileSync(file, text, { mode: 0o600 })
      handOver(file)
      return file
    },
    async run(program, args) {
      try {
        await promisify(execFile)(program, args, { ...runner, cwd: path })
      } catch (error) {
        rmSync(path, { recursive: true, force: true })
        throw error
      }
    },
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address !== null ? address.port : 0
}

/**
 * Between the tests and a server stands a shell, which waits for a word from here, or for the pipe to close: however the
 * tests end, it ends the server, and removes the folder unless the server is to start again in it.
 */
const guard = `
"$@" &
server=$!
read -r word
kill -s "$SERVER_SIGNAL" $server 2> /dev/null
wait $server
[ "$word" = stay ] || rm -rf "$SERVER_FOLDER"
`

export interface ServerProcess {
  readonly start: () => Promise<void>
  readonly restart: () => Promise<void>
  /** Ends it, and removes its folder. */
  readonly stop: () => Promise<void>
}

export function serverProcess(
  { path, runner }: ServerFolder,
  { command, signal, answers }: { command: readonly string[]; signal: string; answers: () => Promise<unknown> },
): ServerProcess {
  let shell: ChildProcess | null = null

  async function start(): Promise<void> {
    const log = openSync(join(path, 'log'), 'a')
    shell = spawn('sh', ['-c', guard, 'sh', ...command], {
      ...runner,
      cwd: path,
      env: { ...process.env, SERVER_SIGNAL: signal, SERVER_FOLDER: path },
      // In a group of its own, or Ctrl-C would end the shell before it has tidied up.
      detached: true,
      stdio: ['pipe', log, log],
    })
    closeSync(log)
    const overdueMs = performance.now() + 50_000
    for (;;) {
      try {
        await answers()
        return
      } catch (error) {
        if (performance.now() < overdueMs) await wait(50)
        else
          throw new Error(`${command[0]} does not answer:\n${readFileSync(join(path, 'log'), 'utf8')}`, {
            cause: error,
          })
      }
    }
  }

  async function end(word: 'go' | 'stay'): Promise<void> {
    if (shell === null) return
    const exit = once(shell, 'exit')
    shell.stdin?.end(`${word}\n`)
    await exit
    shell = null
  }

  return {
    start,
    restart: async () => {
      await end('stay')
      await start()
    },
    stop: () => end('go'),
  }
}
