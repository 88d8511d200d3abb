import { UsageError } from '../operator/errors.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { ToldContract } from '../target/contract/compile.ts'

/**
 * What a scenario asks of its target and the contract does not know.
 * @throws {UsageError} where that is so
 */
export function refuseUnplayable({ rounds }: Scenario, repeat: number, { definition, file }: ToldContract): void {
  const cancelling = rounds.find(({ followUps }) => followUps.some(({ cancel }) => cancel !== null))
  if (cancelling !== undefined && definition.cancel === undefined) {
    throw new UsageError(
      `${file}: cancel is missing, and round ${cancelling.name} cancels bookings; allowed is how {{reference}} is given back`,
    )
  }
  const playings = rounds.length * repeat
  if (definition.event.id !== undefined && playings > 1) {
    throw new UsageError(
      `${file}: event.id names one event, and ${playings} rounds are to be played, each on a fresh one; allowed is event.create, or one round`,
    )
  }
}
