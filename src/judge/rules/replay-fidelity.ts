import { witness } from '../evidence.ts'
import type { JudgedLedger } from '../judged-round.ts'
import type { AcknowledgedAttempt, Operation } from '../operations.ts'
import type { Rule, Witness } from '../rule.ts'
import { held, idle, violated } from '../ruling.ts'
import { counted, listed } from '../words.ts'

/**
 * What may change between two answers to one key is a place in the queue, which moves up, and which a promotion turns
 * into a booking under the same reference.
 */
export const replayFidelity: Rule = {
  id: 'replay-fidelity',
  statement:
    'A key that is sent again is answered as it was the first time, and only to the account that it belongs to.',
  needs: 'answers',
  uses: 'ledger',
  check: ({ answers, toldAgain, ledger }) => {
    const leaks = 'unavailable' in ledger ? [] : leaksIn(ledger, answers)
    const changes = toldAgain.flatMap(changeOf)
    if (leaks.length + changes.length > 0) {
      const found = `${counted(changes.length, 'key')} answered in two ways, ${leaks.length} with the booking of another account`
      return violated(found, [...changes, ...leaks])
    }
    const repeated = toldAgain.filter(
      (wishing) => wishing.flatMap(({ acknowledged }) => acknowledged).length > 1,
    ).length
    if (repeated === 0) return idle('no key was confirmed twice')
    return held(`${counted(repeated, 'key')} confirmed again, in the same words`)
  },
}

function changeOf(operations: readonly [Operation, ...Operation[]]): Witness | [] {
  const told = operations.flatMap(({ acknowledged }) => acknowledged).filter(isNamed)
  const [first, ...others] = told.filter(({ outcome }) => outcome === 'booked')
  // Where nothing was booked, a place in the queue is all that was told of.
  const one = first ?? told[0]
  const other =
    told.find(({ acknowledged }) => acknowledged.reference !== one?.acknowledged.reference) ??
    others.find((attempt) => first && bookingOf(attempt) !== bookingOf(first))
  if (!other || !one) return []
  const [{ key }] = operations
  const claim = `the key ${key} was answered with ${bookingOf(one)} to user ${one.user}, and with ${bookingOf(other)} to user ${other.user}`
  return witness(claim, [one, other])
}

const isNamed = ({ acknowledged }: AcknowledgedAttempt): boolean => acknowledged.reference !== null

function bookingOf({ acknowledged }: AcknowledgedAttempt): string {
  if (acknowledged.kind === 'waitlisted') return `a place in the queue as ${acknowledged.reference}`
  const { reference, seats, version } = acknowledged
  return `${reference} (${listed([`${seats ?? 'some'} seats`, `version ${version ?? 'unknown'}`])})`
}

/** An account that holds a reference of another one was shown what is none of its business, whatever was booked. */
function leaksIn(ledger: JudgedLedger, answers: readonly AcknowledgedAttempt[]): readonly Witness[] {
  return answers.filter((attempt) => isLeak(ledger, attempt)).map((attempt) => leakWitness(ledger, attempt))
}

function isLeak({ references }: JudgedLedger, attempt: AcknowledgedAttempt): boolean {
  const entries = references.entriesOf(attempt)
  const { whole } = attempt
  return entries.length > 0 && entries.every(({ userId }) => userId !== whole.account) && whole.key !== null
}

function leakWitness({ references }: JudgedLedger, attempt: AcknowledgedAttempt): Witness {
  const { account, user, key } = attempt.whole
  const { reference } = attempt.acknowledged
  const entries = references.entriesOf(attempt)
  const claim = `user ${user} (${account}) sent the key ${key} and was given ${reference}, which belongs to account ${entries[0]?.userId}`
  return witness(claim, [attempt], entries)
}
