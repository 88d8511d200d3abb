import type { Reference, UserId } from '../booking/event.ts'
import { unnamed, type LedgerEntry } from '../booking/ledger.ts'
import { counted, listed } from '../judge/words.ts'
import { fieldName, type Path } from '../operator/complaint.ts'
import type { Glimpse } from '../target/booking-api.ts'
import type { ContractDefinition, LookFields } from '../target/contract/definition.ts'
import { whyUnfit, type Mistake } from '../target/contract/step-reading.ts'
import type { HttpCall } from './diary.ts'

/*
 * What one user was told, wrote down and counted, held against each other: where two of them differ although nobody else
 * was there, the contract reads one of them wrong.
 */

/** @param wanted what the last of these answers should have been recognised as */
export function unrecognised({ read, answer, reading, request }: HttpCall, wanted: string, came: string): Mistake {
  const { method, path: sent } = request
  const call = `${method} ${sent} was answered ${answer.status}`
  const path = read?.path ?? [wanted === 'booked' ? 'book' : 'cancel']
  const answers = read?.step.answers
  if (read === null || typeof answers === 'function') {
    return { path, sentence: `${fieldName(path)}: ${call}, which the function takes for ${came} and not for ${wanted}` }
  }
  const rules = answers ?? []
  const fitting = reading?.rule ?? null
  const unfit = whyUnfit(fitting === null ? rules : rules.slice(0, fitting.index), answer)
  const tried = unfit.length === 0 ? '' : `; tried ${fitting === null ? 'were' : 'before it were'} ${listedAll(unfit)}`
  if (fitting !== null) {
    const at: Path = [...path, 'answers', fitting.index]
    return {
      path: at,
      sentence: `${call}, which ${fieldName(at)} takes for ${fitting.is} and not for ${wanted}${tried}`,
    }
  }
  const at: Path = rules.length === 0 ? path : [...path, 'answers']
  return { path: at, sentence: `${call}, which no rule of ${fieldName(at)} takes for ${wanted}${tried}` }
}

const listedAll = (items: readonly string[]): string => items.join(', ')

/** What was booked, as far as its user was told. */
export interface Wanted {
  readonly reference: Reference | null
  readonly account: UserId
  /** Null where none was sent. */
  readonly key: string | null
  /** For how long the ledger was watched. */
  readonly settleMs: number
}

/** The entries of a booking: by its reference or, where none was told, by its key or its account. */
export function entriesOf(
  entries: readonly LedgerEntry[],
  { reference, account, key }: Wanted,
): readonly LedgerEntry[] {
  if (reference !== null) return entries.filter((entry) => entry.reference === reference)
  const keyed = entries.filter((entry) => key !== null && entry.key === key)
  return keyed.length > 0 ? keyed : entries.filter(({ userId }) => userId === account || userId === unnamed)
}

export function ledgerMistakes(entries: readonly LedgerEntry[], wanted: Wanted): readonly Mistake[] {
  const ours = entriesOf(entries, wanted)
  const [entry] = ours
  if (entry === undefined) return [absent(entries, wanted)]
  const { userId, seats, key } = entry
  const name = entry.reference
  return [
    ...(userId === unnamed || userId === wanted.account
      ? []
      : [
          of(
            'user',
            `ledger.user names the account of ${name} "${userId}", and users.id "${wanted.account}"; allowed is one name for both`,
          ),
        ]),
    ...(seats === 1
      ? []
      : [of('seats', `ledger.seats says ${counted(seats, 'seat')} for ${name}, and 1 seat was asked for`)]),
    ...(key === undefined || wanted.key === null || key === wanted.key
      ? []
      : [of('key', `ledger.key says "${key}" for ${name}, and its request carried "${wanted.key}"`)]),
  ]
}

function absent(entries: readonly LedgerEntry[], { reference, settleMs }: Wanted): Mistake {
  const names = [...new Set(entries.map((entry) => entry.reference))]
  const has = names.length === 0 ? 'it has no row' : `it has ${listed(names)}`
  const booking = reference === null ? 'the booking' : `${reference}, which was booked,`
  return of('reference', `ledger.reference: ${booking} is in no row of the ledger after ${settleMs / 1000} s; ${has}`)
}

/** What was given back has to be seen to be: a ledger that forgets it looks like one that has lost it. */
export function returnMistakes(entries: readonly LedgerEntry[], reference: Reference): readonly Mistake[] {
  const ours = entries.filter((entry) => entry.reference === reference)
  if (ours.some(({ kind }) => kind === 'cancelled')) return []
  const how = 'allowed is a kind that tells what was given back, or no cancel'
  return ours.length > 0
    ? [of('kind', `ledger.kind: ${reference} was cancelled, and the ledger still has it as ${ours[0]?.kind}; ${how}`)]
    : [of('kind', `ledger.kind: ${reference} was cancelled, and no row of the ledger tells of it any more; ${how}`)]
}

const of = (field: string, sentence: string): Mistake => ({ path: ['ledger', field], sentence })

/** The place that says how many seats are left: that of the counter where there is one, or of the look. */
export function counterPath({ counter, event }: ContractDefinition, source: 'counter' | 'look'): Path {
  const isCounter = source === 'counter' && counter !== undefined
  const fields: LookFields = isCounter && typeof counter !== 'function' ? counter : (event.look ?? {})
  const path = isCounter ? ['counter'] : ['event', 'look']
  if (isCounter && typeof counter === 'function') return path
  return [...path, fields.available === undefined ? 'sold' : 'available']
}

/** An event that was made for this walk is as it was asked for, and nobody else has been there. */
export function openingMistake(definition: ContractDefinition, shown: Glimpse, capacity: number): Mistake | null {
  if (shown.capacity !== undefined && shown.capacity !== capacity) {
    return {
      path: ['event', 'look', 'capacity'],
      sentence: `event.look.capacity is ${shown.capacity}, and the event was made for ${capacity} seats`,
    }
  }
  if (shown.available === capacity) return null
  const path = counterPath(definition, 'look')
  const says = path.at(-1) === 'sold' ? capacity - shown.available : shown.available
  return { path, sentence: `${fieldName(path)} is ${says}, and the event was made for ${capacity} seats and sold none` }
}

/** @param gone how many seats are held now, and were not before */
export function countMistake(path: Path, seen: { before: number; after: number; gone: number }): Mistake | null {
  const { before, after, gone } = seen
  if (after === before - gone) return null
  const why =
    gone === 0 ? 'the booking was cancelled' : `${counted(gone, 'seat')} ${gone === 1 ? 'was' : 'were'} booked`
  return {
    path,
    sentence: `${fieldName(path)}: ${counted(before, 'seat')} were left before, and ${after} when ${why}; allowed is ${before - gone}`,
  }
}

/** The version of the event by all who tell one; null where it is not told. */
export interface ToldVersions {
  /** Where the contract has the versions that a look shows. */
  readonly lookPath: Path
  readonly before: number | null
  readonly after: number | null
  readonly entry: number | null
  readonly answer: number | null
  readonly answerPath: Path
  /** Whether an earlier step may hold seats, and install versions of its own. */
  readonly mayHold: boolean
}

/** One booking installs one version, and all say the same of it: whoever does not is read wrong. */
export function versionMistake(told: ToldVersions): Mistake | null {
  if (told.mayHold) return heldVersionMistake(told)
  const { lookPath, before, after, entry, answer, answerPath } = told
  const say = (path: Path, what: string): Mistake => ({ path, sentence: `${fieldName(path)} ${what}` })
  if (before !== null && after !== null && after !== before + 1) {
    return say(lookPath, `was ${before} before the booking and is ${after} after it; allowed is ${before + 1}`)
  }
  const installed = after ?? (before === null ? null : before + 1)
  if (entry !== null && installed !== null && entry !== installed) {
    return say(['ledger', 'version'], `is ${entry} for the booking, and the event is at version ${installed}`)
  }
  const known = entry ?? installed
  if (answer === null || known === null || answer === known) return null
  return say(answerPath, `is ${answer}, and the version that the booking installed is ${known}`)
}

/** Where there may be others, that of the booking is one of them. */
function heldVersionMistake({ lookPath, before, after, entry, answer, answerPath }: ToldVersions): Mistake | null {
  if (before !== null && after !== null && after <= before) {
    const sentence = `${fieldName(lookPath)} was ${before} before the booking and is ${after} after it; allowed is a later one`
    return { path: lookPath, sentence }
  }
  const isOutside = (version: number): boolean => version <= (before ?? -Infinity) || version > (after ?? Infinity)
  const range = `the event went from version ${before ?? 'unknown'} to ${after ?? 'unknown'}`
  const ledgerPath: Path = ['ledger', 'version']
  if (entry !== null && isOutside(entry)) {
    return { path: ledgerPath, sentence: `${fieldName(ledgerPath)} is ${entry} for the booking, and ${range}` }
  }
  if (answer === null || (entry === null ? !isOutside(answer) : answer === entry)) return null
  const known = entry === null ? range : `the version that the booking installed is ${entry}`
  return { path: answerPath, sentence: `${fieldName(answerPath)} is ${answer}, and ${known}` }
}

/** How many seats the answer itself says. */
export function seatsMistake(call: HttpCall, seats: number | null): Mistake | null {
  if (seats === null || seats === 1) return null
  const path = answerPlace(call, 'seats')
  return { path, sentence: `${fieldName(path)} is ${seats}, and 1 seat was asked for` }
}

/** Where the rule that fits has one of its fields. */
export function answerPlace({ read, reading }: HttpCall, field: string): Path {
  return [...(read?.path ?? ['book']), 'answers', reading?.rule?.index ?? 0, field]
}

/** Whether something is missing for the want of which an answer could not be recognised. */
export function lacksSomething({ reading }: HttpCall): boolean {
  if (reading === null || reading.mistakes.length === 0) return false
  const { rule, leadsOn } = reading
  return leadsOn || rule?.is === 'booked' || rule?.is === 'waitlisted'
}
