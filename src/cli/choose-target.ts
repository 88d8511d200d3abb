import { existsSync } from 'node:fs'
import type { RunningTarget } from '../run/running-target.ts'
import type { Scenario, ScenarioTarget } from '../scenario/scenario.ts'
import type { StartOptions } from '../server/process-messages.ts'
import { placeIn, type ToldContract } from '../target/contract/compile.ts'
import { ownContract, parseContract, readContract } from '../target/contract/read-contract.ts'
import { databaseFor } from './database-for.ts'
import type { RunFlags } from './run-flags.ts'

type ServerFlags = Pick<RunFlags, 'db' | 'usersFile' | 'http2' | 'bug'>

/** How the embedded server is to be started for a scenario. */
export function serverOptions({ server }: Scenario, flags: ServerFlags): StartOptions {
  return {
    host: '127.0.0.1',
    port: 0,
    database: flags.db ?? databaseBeside(flags.usersFile),
    strategy: server.strategy,
    processingMs: server.processingMs,
    rateLimit: server.rateLimit,
    http2: flags.http2,
    ...(flags.bug === undefined ? {} : { bug: flags.bug }),
  }
}

/** `bookload seed` leaves the database that its users live in beside their file. */
function databaseBeside(usersFile: string | undefined): string | null {
  if (usersFile === undefined) return null
  const database = databaseFor(usersFile)
  return existsSync(database) ? database : null
}

/** A target that the operator named: where it is, and how it is talked to. */
export interface OwnTarget {
  readonly baseUrl: string
  readonly contract: ToldContract
  /** The host that whoever wrote the contract says is theirs. */
  readonly owner: string | undefined
  /** What named its address: a flag, or a place in a contract. */
  readonly namedBy: string
  readonly adminHint: string
}

export interface TargetFlags {
  readonly target?: string
  readonly contract?: string
  readonly adminToken?: string
}

/**
 * The target that flags or a scenario name; null for the embedded server.
 * @throws {UsageError} where its contract cannot be read
 */
export async function ownTarget(flags: TargetFlags, ofScenario: ScenarioTarget | null): Promise<OwnTarget | null> {
  const contract = await contractFor(flags, ofScenario)
  if (contract !== null) {
    const { baseUrl, owner } = contract.definition
    const adminHint = `admin in ${contract.file} is not what it expects`
    const namedBy = flags.target === undefined ? `${placeIn(contract, ['baseUrl'])}: baseUrl` : '--target'
    return { baseUrl: flags.target ?? baseUrl.replace(/\/+$/, ''), contract, owner, namedBy, adminHint }
  }
  if (flags.target === undefined) return null
  const token = flags.adminToken || null
  return {
    baseUrl: flags.target,
    contract: await ownContract(token),
    owner: undefined,
    namedBy: '--target',
    adminHint:
      token === null
        ? 'pass the admin token with --admin-token or BOOKLOAD_ADMIN_TOKEN'
        : 'the admin token is not the one it expects',
  }
}

async function contractFor(flags: TargetFlags, ofScenario: ScenarioTarget | null): Promise<ToldContract | null> {
  const environment = { ...process.env, ...(flags.adminToken ? { BOOKLOAD_ADMIN_TOKEN: flags.adminToken } : {}) }
  if (flags.contract !== undefined) return readContract(flags.contract, environment)
  if (ofScenario === null) return null
  if ('path' in ofScenario) return readContract(ofScenario.path, environment)
  return parseContract(ofScenario.inline, { file: ofScenario.file, environment })
}

/** @param gone aborts when it is known to have ended */
export const runningTarget = ({ baseUrl, contract, adminHint }: OwnTarget, gone: AbortSignal): RunningTarget => ({
  kind: 'http',
  baseUrl,
  contract,
  adminHint,
  certificate: null,
  gone,
  own: null,
})
