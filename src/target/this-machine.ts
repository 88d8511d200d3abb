import { BlockList, isIP } from 'node:net'

/**
 * Loopback addresses (RFC 1122, section 3.2.1.3, and RFC 4291, section 2.5.3), and those that stand for none, under which
 * servers tell that they listen on all: to connect to one is to connect to this machine.
 */
const ownAddresses = new BlockList()
ownAddresses.addSubnet('127.0.0.0', 8, 'ipv4')
ownAddresses.addAddress('0.0.0.0', 'ipv4')
ownAddresses.addAddress('::1', 'ipv6')
ownAddresses.addAddress('::', 'ipv6')

/** Whether a host, as a URL writes it, is this very machine (RFC 6761, section 6.3, keeps `localhost` for it). */
export function isThisMachine(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '')
  const version = isIP(address)
  if (version === 0) return /^(?:.+\.)?localhost\.?$/i.test(address)
  return ownAddresses.check(address, version === 6 ? 'ipv6' : 'ipv4')
}
