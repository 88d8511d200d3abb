import { outcomeKinds } from '../../booking/outcome.ts'
import type { Answer, Fields, PreparedRequest } from '../booking-api.ts'

/*
 * What a contract says: how somebody's booking API is talked to. A YAML file says it in data alone; a module may put a
 * function wherever one stands here. In texts, `{{name}}` stands for a value that is known when the request is made.
 */

/** Where a value stands in an answer: a JSONPath (RFC 9535) such as `$.order.id`, or a place outside of its JSON. */
export type Source =
  | string
  | { readonly json: string; readonly match?: string | undefined }
  | { readonly header: string; readonly match?: string | undefined }
  | { readonly body: string }
  | { readonly cookie: string }
  | ((answer: Answer) => unknown)

/** What a value has to be: equal, one of several, there or not there, or matched by a regular expression. */
export type Condition = Scalar | readonly Scalar[] | { readonly exists: boolean } | { readonly matches: string }

export type Scalar = string | number | boolean | null

/** Which statuses: `201`, `4xx`, or several. */
export type Statuses = number | string | readonly (number | string)[]

/** What an answer may mean to who books, and to who gives back; `next`: the step is done. */
export const bookMeanings = [...outcomeKinds, 'accepted', 'inFlight', 'next'] as const
export const cancelMeanings = ['cancelled', 'gone', 'refused', 'accepted', 'unknown', 'next'] as const
export type BookMeaning = (typeof bookMeanings)[number]
export type CancelMeaning = (typeof cancelMeanings)[number]

/** If an answer is like this, it means that. All that is said has to apply. */
export interface AnswerRule<Meaning extends string = string> {
  readonly status?: Statuses | undefined
  /** By JSONPath. */
  readonly json?: Readonly<Record<string, Condition>> | undefined
  /** By name, a regular expression that finds something in its value. */
  readonly header?: Readonly<Record<string, string>> | undefined
  /** A regular expression that finds something in the body. */
  readonly body?: string | undefined
  readonly is: Meaning
  readonly reference?: Source | undefined
  readonly seats?: Source | undefined
  readonly version?: Source | undefined
  readonly position?: Source | undefined
  /** What a refusal names as its reason. */
  readonly code?: Source | undefined
}

/** What a function in place of `answers` says of an answer. */
export interface Meant<Meaning extends string = string> {
  readonly is: Meaning
  readonly reference?: string | null
  readonly seats?: number | null
  readonly version?: number | null
  readonly position?: number | null
  readonly code?: string | null
  /** What later steps may use, where it is `next`. */
  readonly captured?: Fields
}

/** All that is known when a request is made. What there is depends on what the request is for. */
export interface Scope {
  readonly user: Fields
  readonly event: Fields
  /** What earlier steps captured. */
  readonly captured: Fields
  readonly seats: number
  readonly key: string
  readonly attempt: number
  readonly reference: string
  readonly page: unknown
  readonly count: number
  readonly prefix: string
  readonly number: number
}

export const callers = ['user', 'admin', 'nobody'] as const

/** One request and what its answer tells. */
export interface StepDefinition<Meaning extends string = string> {
  readonly name?: string | undefined
  /** Method and path, such as `POST /orders`. */
  readonly request: string | ((scope: Scope) => PreparedRequest)
  readonly query?: Readonly<Record<string, Scalar>> | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly json?: unknown
  readonly form?: Readonly<Record<string, Scalar>> | undefined
  readonly graphql?: { readonly query: string; readonly variables?: unknown } | undefined
  readonly body?: string | undefined
  /** Whose credentials it carries. */
  readonly as?: (typeof callers)[number] | undefined
  /** By the name under which later steps have it. */
  readonly capture?: Readonly<Record<string, Source>> | undefined
  readonly answers?: readonly AnswerRule<Meaning>[] | ((answer: Answer, scope: Scope) => Meant<Meaning>) | undefined
  /** Whether this step is the one that all users are brought up to before the gate opens. */
  readonly race?: boolean | undefined
  /** Whether this step of a booking, before its last, may put seats aside; unless it only reads, it may. */
  readonly holds?: boolean | undefined
}

export type Steps<Meaning extends string = string> = StepDefinition<Meaning> | readonly StepDefinition<Meaning>[]

/** What is sent along to be known by. */
export interface Credentials {
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly bearer?: string | undefined
  readonly basic?: { readonly username: string; readonly password: string } | undefined
}

export interface CreateUsers extends StepDefinition {
  /** How many accounts one call makes at most. */
  readonly atOnce?: number | undefined
  /** Where they are in its answer, where it makes several. */
  readonly each?: string | undefined
}

export const jwtAlgorithms = [
  'HS256',
  'HS384',
  'HS512',
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
] as const

export interface JwtDefinition {
  readonly secret?: string | undefined
  /** A PEM file with the private key, its path seen from the contract. */
  readonly keyFile?: string | undefined
  readonly algorithm?: (typeof jwtAlgorithms)[number] | undefined
  readonly keyId?: string | undefined
  readonly claims: Readonly<Record<string, unknown>>
  readonly expiresIn?: string | undefined
}

export interface UsersDefinition extends Credentials {
  /** How the ledger names a user. */
  readonly id?: string | undefined
  /** Fields that every account is given: `{{prefix}}` and `{{number}}` make them differ. */
  readonly values?: Readonly<Record<string, Scalar>> | undefined
  readonly create?:
    | CreateUsers
    | ((asked: { count: number; prefix: string; send: Send }) => Promise<readonly Fields[]>)
    | undefined
  readonly jwt?: JwtDefinition | undefined
  /** Once a user, before the clock runs; what it captures joins the fields of the account. */
  readonly signIn?: Steps | ((asked: { user: Fields; send: Send }) => Promise<Fields>) | undefined
  readonly cookies?: boolean | undefined
  /** A call that changes nothing, and that whoever is not known is answered with 401. */
  readonly probe?: StepDefinition | undefined
}

/** Sends a request to the target, outside of the clock. */
export type Send = (request: PreparedRequest) => Promise<Answer>

export interface LookFields {
  readonly available?: Source | undefined
  /** Where the system counts what is gone instead of what is left. */
  readonly sold?: Source | undefined
  readonly capacity?: Source | undefined
  readonly version?: Source | undefined
}

/** A statement over a database, read-only; `{{name}}` in it is bound, never pasted. */
export interface SqlDefinition {
  readonly url: string
  readonly query: string
}

interface EventDefinition {
  /** An event that is there already; it is played on as it is. */
  readonly id?: string | number | undefined
  readonly create?:
    | Steps
    | ((asked: { name: string; capacity: number; waitlist: boolean; send: Send }) => Promise<Fields>)
    | undefined
  readonly look?: (StepDefinition & LookFields) | undefined
}

export type CounterDefinition =
  | (StepDefinition & LookFields)
  | ({ readonly sql: SqlDefinition } & LookFields)
  | ((asked: { event: Fields; send: Send }) => Promise<{ available: number; version?: number; capacity?: number }>)

/** What a row of a ledger says of itself, or what its word for that means: nothing at all, or that it was given back since. */
export const rowKinds = ['booked', 'cancelled', 'waitlisted', 'promoted', 'returned', 'ignored'] as const
export type RowKind = (typeof rowKinds)[number]

export interface KindOfRow {
  readonly from: string
  readonly words: Readonly<Record<string, RowKind>>
}

export interface LedgerFields {
  /** By JSONPath, what a row has to say to be one of the event, where the ledger lists those of other events as well. */
  readonly where?: Readonly<Record<string, string>> | undefined
  readonly reference: string
  readonly seats: string | number
  readonly user?: string | undefined
  readonly version?: string | undefined
  readonly available?: string | undefined
  readonly key?: string | undefined
  readonly at?: string | undefined
  readonly kind?: RowKind | KindOfRow | undefined
}

/** Where pages begin, and where an answer says how the next one is asked for; without that they are counted on. */
export interface Pages {
  readonly first: Scalar
  readonly next?: Source | undefined
  readonly step?: number | undefined
}

export type LedgerDefinition =
  | (StepDefinition &
      LedgerFields & {
        /** A JSONPath to the rows of a page. */
        readonly entries: string
        readonly pages?: Pages | undefined
        /** The event as the ledger's own answer shows it. */
        readonly event?: LookFields | undefined
      })
  | (LedgerFields & { readonly sql: SqlDefinition })
  | ((asked: { event: Fields; send: Send }) => Promise<readonly ToldRow[]>)

/** A row of a ledger as a function tells it. */
export interface ToldRow {
  readonly reference: string
  readonly seats: number
  readonly kind?: RowKind
  readonly user?: string | number
  readonly version?: number
  readonly available?: number
  readonly key?: string
  readonly at?: string
}

export interface ContractDefinition {
  readonly name: string
  readonly description?: string | undefined
  /** Where the API starts, such as `https://shop.example/api`. */
  readonly baseUrl: string
  /** The host, where it is not this machine and whoever wrote this may load it. */
  readonly owner?: string | undefined
  /** Of every call. */
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly admin?: Credentials | undefined
  readonly users: UsersDefinition
  readonly event: EventDefinition
  readonly book: Steps<BookMeaning>
  readonly cancel?: Steps<CancelMeaning> | undefined
  readonly ledger?: LedgerDefinition | undefined
  readonly counter?: CounterDefinition | undefined
  /** What is neither to be printed nor recorded; a file has it from the environment, and a module says it here. */
  readonly secrets?: readonly string[] | undefined
}
