import { UsageError } from '../operator/errors.ts'
import type { Scenario } from '../scenario/scenario.ts'
import type { ToldContract } from '../target/contract/compile.ts'
import { sendsKeys } from '../target/contract/user-fields.ts'

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
  const repeating = rounds.find(({ followUps }) => followUps.some(({ repeat: again }) => again !== null))
  if (repeating !== undefined && !sendsKeys(definition.book)) {
    throw new UsageError(
      `${file}: book sends no {{key}}, and round ${repeating.name} sends used keys again; allowed is a booking that carries {{key}}`,
    )
  }
  const playings = rounds.length * repeat
  if (definition.event.id !== undefined && playings > 1) {
    throw new UsageError(
      `${file}: event.id names one event, and ${playings} rounds are to be played, each on a fresh one; allowed is event.create, or one round`,
    )
  }
}
