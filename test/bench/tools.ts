import { execFile } from 'node:child_process'
import { accessSync, constants, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { body, headers, token } from './request.ts'

const run = promisify(execFile)

/** Tools print a summary, but some a line for each of many errors. */
const maxBuffer = 64 * 1024 * 1024

const headerFlags = ['-H', `authorization: ${headers.authorization}`]

/** A load generator that is a program of its own and is measured only where it is installed. */
export interface Tool {
  readonly name: 'wrk' | 'hey' | 'ab'
  /** Arguments that send exactly so many requests, or null where it can only be told for how long. */
  readonly exactly: ((ask: { url: string; requests: number; connections: number }) => readonly string[]) | null
  /** Arguments that send for so many seconds, where it cannot be told how many. */
  readonly during: ((ask: { url: string; seconds: number; connections: number }) => readonly string[]) | null
  /** Requests answered, read off what it prints. */
  readonly answered: (printed: string) => number
}

/** @param folder where files that tools read their request from may be written */
export function tools(folder: string): readonly Tool[] {
  const bodyFile = join(folder, 'body.json')
  writeFileSync(bodyFile, body)
  const wrkScript = join(folder, 'wrk.lua')
  writeFileSync(wrkScript, wrkRequest)
  return [
    {
      name: 'wrk',
      exactly: null,
      during: ({ url, seconds, connections }) =>
        ['-t', 2, '-c', connections, '-d', `${seconds}s`, '--timeout', '60s', '-s', wrkScript, url].map(String),
      answered: (printed) => Number(/(\d+) requests in/.exec(printed)?.[1] ?? 0),
    },
    {
      name: 'hey',
      exactly: ({ url, requests, connections }) => {
        const amount = ['-n', requests, '-c', connections, '-t', 0].map(String)
        return [...amount, '-m', 'POST', '-T', headers['content-type'], ...headerFlags, '-D', bodyFile, url]
      },
      during: null,
      answered: (printed) =>
        [...printed.matchAll(/^\s+\[\d{3}\]\s+(\d+) responses/gm)].reduce((sum, [, count]) => sum + Number(count), 0),
    },
    {
      name: 'ab',
      exactly: ({ url, requests, connections }) => {
        const amount = ['-n', requests, '-c', connections].map(String)
        // Quiet, going on after an error, with answers of any length, over connections that are kept.
        const manner = ['-q', '-r', '-l', '-k', '-s', '60']
        return [...manner, ...amount, '-p', bodyFile, '-T', headers['content-type'], ...headerFlags, url]
      },
      during: null,
      answered: (printed) => {
        const count = (label: string) => Number(new RegExp(`${label}:\\s+(\\d+)`).exec(printed)?.[1] ?? 0)
        return count('Complete requests') - count('Failed requests')
      },
    },
  ]
}

const wrkRequest = `wrk.method = "POST"
wrk.body = '${body}'
wrk.headers["content-type"] = "${headers['content-type']}"
wrk.headers["authorization"] = "Bearer ${token}"
`

export function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}

/** Runs a tool to its end. @returns what it printed */
export async function runTool(program: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run(program, [...args], { maxBuffer })
  return stdout
}

/** Runs a tool to its end. @returns what it printed, and the CPU that all its threads took, in microseconds */
export async function timeTool(program: string, args: readonly string[]): Promise<{ printed: string; cpuUs: number }> {
  // bash asks the kernel for what its child used (getrusage), which Node has no call for.
  const timed = ['-c', 'TIMEFORMAT="%3U %3S"; time "$@" 2>&1', 'bash', program, ...args]
  const { stdout, stderr } = await run('bash', timed, { maxBuffer, env: { ...process.env, LC_ALL: 'C' } })
  const [user = NaN, system = NaN] = (stderr.trim().split('\n').at(-1) ?? '').split(' ').map(Number)
  return { printed: stdout, cpuUs: (user + system) * 1e6 }
}
