import type { Strategy } from '../booking/strategy.ts'
import { UsageError } from '../operator/errors.ts'
import type { Overrides } from '../scenario/overrides.ts'
import type { RetryPolicyName } from '../scenario/retry-policy.ts'
import { limitOf, type RateLimitFlag } from './flags.ts'

/** The flags of `bookload run`, as their readers left them. */
export interface RunFlags {
  readonly users?: number
  readonly seats?: number
  readonly capacity?: number
  readonly retry?: RetryPolicyName
  readonly seed?: number
  readonly repeat: number
  readonly expect?: readonly string[]
  readonly strategy?: Strategy
  readonly processing?: number
  readonly rateLimit?: RateLimitFlag
  readonly db?: string
  readonly target?: string
  readonly adminToken?: string
  readonly usersFile?: string
  readonly reuseUsers?: boolean
  readonly json?: boolean
  readonly output?: string
  readonly quiet?: boolean
}

/** @throws {UsageError} where two flags speak of different things */
export function refuseContradictions(flags: RunFlags): void {
  if (flags.target !== undefined) {
    for (const [flag, value] of Object.entries({
      '--strategy': flags.strategy,
      '--processing': flags.processing,
      '--rate-limit': flags.rateLimit,
      '--db': flags.db,
    })) {
      if (value !== undefined)
        throw new UsageError(`${flag} shapes the embedded server, and --target names another; use one of them`)
    }
  }
  if (flags.reuseUsers && flags.usersFile === undefined) throw new UsageError('--reuse-users needs a --users-file')
}

/**
 * What the flags change of the scenario.
 * @throws {UsageError} where an expectation cannot be understood
 */
export async function overridesOf(flags: RunFlags): Promise<Overrides> {
  const { users, seats, capacity, retry, strategy, processing, rateLimit, seed, expect } = flags
  return {
    ...(users === undefined ? {} : { users }),
    ...(seats === undefined ? {} : { seats }),
    ...(capacity === undefined ? {} : { capacity }),
    ...(retry === undefined ? {} : { retry }),
    ...(strategy === undefined ? {} : { strategy }),
    ...(processing === undefined ? {} : { processingMs: processing }),
    ...(rateLimit === undefined ? {} : { rateLimit: limitOf(rateLimit) }),
    ...(seed === undefined ? {} : { seed }),
    ...(expect === undefined ? {} : { expect: await readExpectations(expect) }),
  }
}

async function readExpectations(texts: readonly string[]) {
  const { ExpectationError, parseExpectation } = await import('../scenario/expectation.ts')
  try {
    return texts.map((text) => parseExpectation(text))
  } catch (error) {
    if (error instanceof ExpectationError) throw new UsageError(`--expect: ${error.message}`)
    throw error
  }
}
