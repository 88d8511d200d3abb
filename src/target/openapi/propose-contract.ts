import { commentLines, writeSection, type Section } from '../../operator/commented-yaml.ts'
import { UsageError } from '../../operator/errors.ts'
import { isMapping, isPlainText, mappingIn, memberOf, oneLine, textIn } from './anything.ts'
import { proposeBaseUrl, type ProposedUrl } from './base-url.ts'
import type { AroundBooking } from './booking-answers.ts'
import { findAccounts, type FoundAccounts } from './find-accounts.ts'
import { findBooking } from './find-booking.ts'
import { findCancellation } from './find-cancellation.ts'
import { findEvent } from './find-event.ts'
import { findLedger } from './find-ledger.ts'
import { templatesIn, type Known } from './known.ts'
import { readOperations, type Operation } from './operation.ts'
import { placesIn } from './place.ts'
import { proposeAdmin } from './propose-admin.ts'
import { proposeBooking } from './propose-booking.ts'
import { proposeCancellation } from './propose-cancellation.ts'
import { lookFields, proposeEvent } from './propose-event.ts'
import { proposeLedger } from './propose-ledger.ts'
import { proposeUsers } from './propose-users.ts'
import { References } from './references.ts'
import { contractName, secretPrefix } from './secret-prefix.ts'

/** A contract to start from, and what nobody could be sure of. */
export interface Proposal {
  readonly yaml: string
  /** Each one sentence. */
  readonly doubts: readonly string[]
}

/**
 * Proposes a contract for an API from its OpenAPI document (3.0 and later). It is guessed by names, and by what goes in and
 * comes out; what was guessed is marked in it. It always passes the checks of a contract, given its environment.
 * @param document as it was parsed
 * @param schema where an editor finds the JSON Schema of contracts, for the first line
 * @throws {UsageError} where it is no such document, or has no operation that could be a booking
 */
export function proposeContract(document: unknown, { schema }: { schema: string }): Proposal {
  checkVersion(document)
  const references = new References(document)
  const operations = readOperations(document, references)
  const booking = findBooking(operations)
  const event = findEvent(booking, operations)
  const cancellation = findCancellation(operations, booking.operation, booking.noun)
  const ledger = findLedger(operations, { event: event.noun, booking: booking.noun })
  const accounts = findAccounts(operations, booking.operation.schemes)
  const title = textIn(mappingIn(document, 'info'), 'title')
  const known: Known = {
    purpose: 'book',
    noun: event.noun,
    booking: booking.noun,
    captured: new Map(),
    hasUsername: hasUsername(accounts),
    secret: secretPrefix(title),
  }
  const around: AroundBooking = {
    booking: booking.noun,
    event: event.noun,
    parameter: cancellation?.parameter ?? '',
    showsVersion: event.look !== null && lookFields(event.look).fields.version !== undefined,
  }
  const proposedEvent = proposeEvent(event, known)
  const proposedBooking = proposeBooking(booking, { event, known, around })
  const proposedCancellation = proposeCancellation(cancellation, known, around.showsVersion)
  const proposedLedger = proposeLedger(ledger, known, around)
  const parts = [proposedEvent, proposedBooking, proposedCancellation, proposedLedger]
  const users = proposeUsers(
    {
      found: accounts,
      schemes: booking.operation.schemes,
      asked: parts.flatMap(({ section }) => (section.isExample ? [] : templatesIn(section.value))),
      namesByEmail: proposedLedger.namesByEmail && !proposedLedger.section.isExample,
      isNamed: memberOf(proposedLedger.section.value, 'user') !== undefined && !proposedLedger.section.isExample,
    },
    known,
  )
  const look = event.look !== null && event.look.schemes.length > 0 ? event.look : null
  const calls = [
    accounts.register,
    event.create,
    event.stock,
    look,
    proposedLedger.section.isExample ? null : (ledger?.operation ?? null),
  ]
  const admin = proposeAdmin(
    calls.filter((one) => one !== null),
    known.secret,
  )
  const base = proposeBaseUrl(document)
  const chosen = [booking.opening, booking.line, booking.operation, cancellation?.operation ?? null, ...calls].filter(
    (one) => one !== null,
  )
  const all = [...(admin === null ? [] : [admin]), users, ...parts]
  const doubts = [
    ...base.doubts,
    ...all.flatMap((part) => part.doubts),
    ...elsewhereDoubts(chosen),
    ...unreadDoubts(references),
  ]
  return {
    yaml: [head(document, { schema, title, base }), ...all.map(({ section }) => writeSection(section))].join('\n'),
    doubts: [...new Set(doubts)].map((doubt) => oneLine(doubt, 400)),
  }
}

function checkVersion(document: unknown): void {
  const allowed = 'allowed is OpenAPI 3.0 or 3.1'
  if (!isMapping(document)) throw new UsageError(`it is no OpenAPI document; ${allowed}`)
  const [openapi, swagger] = [memberOf(document, 'openapi'), memberOf(document, 'swagger')]
  if (swagger !== undefined && openapi === undefined) {
    throw new UsageError(
      `it is Swagger ${oneLine(JSON.stringify(swagger).replaceAll('"', ''), 20)}; ${allowed}, to which converters such as swagger2openapi bring it`,
    )
  }
  if (typeof openapi === 'string' && /^3\.\d/.test(openapi)) return
  const found =
    openapi === undefined
      ? 'says of no version of OpenAPI that it is written in it'
      : `is OpenAPI ${oneLine(JSON.stringify(openapi), 20)}`
  throw new UsageError(`it ${found}; ${allowed}`)
}

/** Whether an account is made with a name to sign in by. */
const hasUsername = ({ register }: FoundAccounts): boolean =>
  placesIn(register?.body?.shape ?? null).some(({ phrase }) => /^(?:user ?name|login)$/.test(phrase))

function head(
  document: unknown,
  { schema, title, base }: { schema: string; title: string; base: ProposedUrl },
): string {
  const version = textIn(mappingIn(document, 'info'), 'version')
  const called = oneLine(`${title} ${version}`, 80)
  const description = oneLine(title, 80)
  const fields = (name: string, value: string, intro = ''): Section => ({
    name,
    value,
    intro,
    notes: [],
    isExample: false,
  })
  return [
    `# yaml-language-server: $schema=${oneLine(schema, 1000)}`,
    ...commentLines(
      `Proposed from the OpenAPI document${called === '' ? '' : ` of ${called}`}. Look at what a question mark stands beside: it was guessed.`,
    ),
    writeSection(fields('name', contractName(title))).trimEnd(),
    ...(description !== '' && isPlainText(description)
      ? [writeSection(fields('description', description)).trimEnd()]
      : []),
    writeSection(fields('baseUrl', base.url)).trimEnd(),
    ...(base.owner === null ? [] : [`# owner: ${base.owner} # ? if it is yours to load`]),
    '',
  ].join('\n')
}

const elsewhereDoubts = (operations: readonly Operation[]): readonly string[] =>
  operations
    .filter(({ isElsewhere }) => isElsewhere)
    .map(({ name }) => `${name} has a server of its own, which a contract has no place for.`)

function unreadDoubts({ unread }: References): readonly string[] {
  const [first] = unread
  if (first === undefined) return []
  const more = unread.length === 1 ? '' : ` and ${unread.length - 1} more`
  return [`${oneLine(first, 80)}${more} could not be followed: only references within the document are.`]
}
