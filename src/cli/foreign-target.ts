import { BlockList, isIP } from 'node:net'
import { UsageError } from '../operator/errors.ts'
import type { Arrivals } from '../scenario/arrivals.ts'
import type { Scenario } from '../scenario/scenario.ts'

/** What a machine elsewhere is sent at most: enough to find a race, too little to bring down a shop for an evening. */
const foreignUsersMax = 10_000
const foreignMinutesMax = 10

/** Loopback addresses (RFC 1122, section 3.2.1.3, and RFC 4291, section 2.5.3). */
const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Whether a host, as a URL writes it, is this very machine (RFC 6761, section 6.3, keeps `localhost` for it). */
export function isThisMachine(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '')
  const version = isIP(address)
  if (version === 0) return /^(?:.+\.)?localhost$/i.test(address)
  return loopback.check(address, version === 6 ? 'ipv6' : 'ipv4')
}

/**
 * Load on somebody else's system is an attack, so whoever names a target elsewhere has to say that it is theirs.
 * @param owned the host that the operator says is theirs
 * @throws {UsageError} where that is not the host of the target
 */
export function refuseForeignTarget(target: string | undefined, owned: string | undefined): void {
  if (target === undefined) {
    if (owned !== undefined) throw new UsageError('--yes-i-own speaks of a target of your own, and needs a --target')
    return
  }
  const { hostname } = new URL(target)
  if (owned === undefined && !isThisMachine(hostname)) {
    throw new UsageError(
      `--target: ${hostname} is not this machine; allowed is a target on localhost, or on a host that is yours to load: ` +
        `--yes-i-own ${hostname}`,
    )
  }
  if (owned !== undefined && owned.toLowerCase() !== hostname) {
    throw new UsageError(`--yes-i-own is ${owned}, and the target is on ${hostname}; allowed is the host of the target`)
  }
}

/** @throws {UsageError} where a target elsewhere would be sent more than it is to be sent */
export function refuseForeignLoad(target: string | undefined, { users, rounds }: Scenario): void {
  if (target === undefined || isThisMachine(new URL(target).hostname)) return
  const { hostname } = new URL(target)
  if (users > foreignUsersMax) {
    throw new UsageError(
      `${hostname} is not this machine, and ${users.toLocaleString('en')} users are to come; allowed are at most ` +
        `${foreignUsersMax.toLocaleString('en')} elsewhere`,
    )
  }
  for (const { name, arrivals } of rounds) {
    const minutes = lastingMs(arrivals) / 60_000
    if (minutes > foreignMinutesMax) {
      throw new UsageError(
        `${hostname} is not this machine, and users come for ${minutes} minutes in round ${name}; allowed are at most ` +
          `${foreignMinutesMax} elsewhere`,
      )
    }
  }
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
