import { isThisMachine } from '../target/this-machine.ts'

/** Where a connection leads, and whom to trust there. */
export interface Endpoint {
  readonly origin: URL
  /** The one certificate to trust, as PEM, instead of the usual authorities. */
  readonly certificate: string | null
}

/** Whether what is there runs on this machine, and so on the cores that this process runs on. */
export const isOnThisMachine = ({ origin }: Endpoint): boolean => isThisMachine(origin.hostname)
