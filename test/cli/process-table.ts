import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

interface Running {
  readonly pid: number
  readonly parent: number
}

/** The processes that `parent` started and that still run. */
export function childrenOf(parent: number): readonly number[] {
  return running()
    .filter((process) => process.parent === parent)
    .map(({ pid }) => pid)
}

/** Waits until a process has ended. */
export async function gone(pid: number): Promise<void> {
  while (running().some((process) => process.pid === pid)) await wait(20)
}

/** Zombies are left out: they have ended, and only wait for somebody to notice. */
function running(): readonly Running[] {
  return existsSync('/proc/self/stat') ? fromProc() : fromPs()
}

function fromProc(): readonly Running[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name): Running | [] => {
      // After the command's name, which stands in brackets and may hold anything: the state, then the parent.
      const [, state, parent] = /\)\s(\S)\s(\d+)/.exec(statOf(name)) ?? []
      return state === undefined || state === 'Z' ? [] : { pid: Number(name), parent: Number(parent) }
    })
}

function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    // It ended between the listing and the reading.
    return ''
  }
}

function fromPs(): readonly Running[] {
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat='], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line): Running | [] => {
      const [pid, parent, state = 'Z'] = line.trim().split(/\s+/)
      return state.startsWith('Z') ? [] : { pid: Number(pid), parent: Number(parent) }
    })
}
