import { isIP } from 'node:net'
import { UsageError } from '../operator/errors.ts'
import type { Arrivals } from '../scenario/arrivals.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { isThisMachine } from '../target/this-machine.ts'

/** What a machine elsewhere is sent at most: races show with far less, and a slip of the keyboard should cost no more. */
const foreignUsersMax = 10_000
const foreignMinutesMax = 10

/** A host as a URL writes it, however it was spelt; as it was spelt where it cannot be one. */
function asInUrl(host: string): string {
  const text = `http://${isIP(host) === 6 ? `[${host}]` : host}`
  return URL.canParse(text) ? withoutDot(new URL(text).hostname) : host
}

/** The dot at the end of a name that is spelt out in full says nothing else. */
const withoutDot = (host: string): string => host.replace(/\.$/, '')

/** Who says that a target elsewhere is theirs: the operator, by a flag, or whoever wrote the contract. */
export interface Ownership {
  readonly yesIOwn: string | undefined
  readonly owner: string | undefined
  /** What names the target: a flag, or a place in a contract. */
  readonly namedBy?: string | undefined
}

/**
 * Load on somebody else's system is an attack, so whoever names a target elsewhere has to say that it is theirs.
 * @throws {UsageError} where nobody does, or somebody says it of another host
 */
export function refuseForeignTarget(
  target: string | undefined,
  { yesIOwn, owner, namedBy = '--target' }: Ownership,
): void {
  const owned = yesIOwn ?? owner
  const field = yesIOwn === undefined ? 'owner' : '--yes-i-own'
  if (target === undefined) {
    if (yesIOwn !== undefined)
      throw new UsageError('--yes-i-own speaks of a target of your own, and needs a --target or a --contract')
    return
  }
  const { hostname } = new URL(target)
  if (owned === undefined && !isThisMachine(hostname)) {
    throw new UsageError(
      `${namedBy}: ${hostname} is not this machine; allowed is a target on localhost, or on a host that is yours to load: ` +
        `--yes-i-own ${hostname}`,
    )
  }
  // A contract may be tried on this machine, whoever else it is for.
  if (yesIOwn === undefined && isThisMachine(hostname)) return
  if (owned !== undefined && asInUrl(owned) !== withoutDot(hostname)) {
    throw new UsageError(`${field} is ${owned}, and the target is on ${hostname}; allowed is the host of the target`)
  }
}

/** @throws {UsageError} where a target elsewhere would have more users than it is to have */
export function refuseForeignUsers(target: string | undefined, users: number): void {
  if (target === undefined || isThisMachine(new URL(target).hostname) || users <= foreignUsersMax) return
  throw new UsageError(
    `${new URL(target).hostname} is not this machine, and has to do with ${users.toLocaleString('en')} users; allowed are ` +
      `at most ${foreignUsersMax.toLocaleString('en')} elsewhere`,
  )
}

/** @throws {UsageError} where users would come to a target elsewhere for longer than they are to come, in all its rounds */
export function refuseForeignHours(target: string | undefined, { rounds }: Scenario, repeat: number): void {
  if (target === undefined || isThisMachine(new URL(target).hostname)) return
  const minutes = (repeat * rounds.reduce((sum, { arrivals }) => sum + lastingMs(arrivals), 0)) / 60_000
  if (minutes <= foreignMinutesMax) return
  throw new UsageError(
    `${new URL(target).hostname} is not this machine, and users keep coming for ${Number(minutes.toFixed(1))} minutes in all; ` +
      `allowed are at most ${foreignMinutesMax} elsewhere`,
  )
}

function lastingMs(arrivals: Arrivals): number {
  switch (arrivals.pattern) {
    case 'burst':
      return 0
    case 'waves':
      return (arrivals.waves - 1) * arrivals.intervalMs
    case 'ramp':
    case 'rate':
    case 'loop':
      return arrivals.durationMs
  }
}
