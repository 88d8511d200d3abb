import type { BookingApi, Session, SignedIn } from '../booking-api.ts'
import {
  bookMeanings,
  cancelMeanings,
  type BookMeaning,
  type callers,
  type CancelMeaning,
  type ContractDefinition,
  type Credentials,
  type Meant,
  type Scope,
  type StepDefinition,
  type Steps,
} from './definition.ts'
import { FlowErrand, type Flow } from './flow.ts'
import { glimpseReader } from './glimpse.ts'
import { bookingByStatus, cancellationByStatus, cancelOutcomeOf, outcomeOf } from './meaning.ts'
import { maskOf, type Mask } from './mask.ts'
import { Oddities } from './oddities.ts'
import { ReadAnswer } from './read-answer.ts'
import type { Common } from './request.ts'
import { compileStep, type Step } from './step.ts'

/** What a contract says, and where it says it; plain, unless a module said it. */
export interface ToldContract {
  readonly definition: ContractDefinition
  /** Where things stand: `shop.yaml:12:5` by `book.answers.0`. */
  readonly places: Readonly<Record<string, string>>
  readonly name: string
  readonly file: string
  /** Whether it is the tool's own, which no operator can mend. */
  readonly isOwn: boolean
  /** What is neither to be printed nor recorded. */
  readonly secrets: readonly string[]
  /** The module that it comes of, whose functions cannot be handed to a thread; null where it is plain. */
  readonly module: string | null
}

type Path = readonly (string | number)[]

/** Where a contract says something, or the nearest thing around it. */
export function placeIn({ places, file }: Pick<ToldContract, 'places' | 'file'>, path: Path): string {
  for (let length = path.length; length > 0; length--) {
    const place = places[path.slice(0, length).join('.')]
    if (place !== undefined) return place
  }
  return file
}

export const nobody: Scope = {
  user: {},
  event: {},
  captured: {},
  seats: 0,
  key: '',
  attempt: 0,
  reference: '',
  page: '',
  count: 0,
  prefix: '',
  number: 0,
}

/** Works out what can be worked out of a contract's requests and answers before the clock runs. */
export class Compiler {
  readonly told: ToldContract
  readonly #basePath: string
  readonly #mask: Mask

  /** @param baseUrl where the API starts */
  constructor(told: ToldContract, baseUrl: string) {
    this.told = told
    this.#mask = maskOf(told.secrets)
    this.#basePath = new URL(baseUrl).pathname.replace(/\/+$/, '')
  }

  commonOf(as: (typeof callers)[number]): Common {
    const { headers = {}, users, admin } = this.told.definition
    const credentials: Credentials = as === 'user' ? users : as === 'admin' ? (admin ?? {}) : {}
    return { basePath: this.#basePath, headers, credentials, mask: this.#mask }
  }

  /** A step outside of the clock: it is done when its answer is good. */
  plainStep(step: StepDefinition, path: Path, as: (typeof callers)[number]): Step<string> {
    return compileStep<string>(step, {
      common: this.commonOf(step.as ?? as),
      placeOf: (...rest) => placeIn(this.told, [...path, ...rest]),
      leadsOn: true,
      byStatus: () => 'refused',
      meanings: ['next', 'refused'],
      granting: new Set(),
    })
  }

  plainSteps(steps: Steps, path: Path, as: (typeof callers)[number]): readonly Step<string>[] {
    return listed(steps, path).map(({ step, path: own }) => this.plainStep(step, own, as))
  }

  booking(): Flow<BookMeaning> {
    return this.#flow(this.told.definition.book, ['book'], {
      byStatus: bookingByStatus,
      meanings: bookMeanings,
      granting: new Set<BookMeaning>(['booked', 'waitlisted']),
    })
  }

  cancelling(): Flow<CancelMeaning> | null {
    const { cancel } = this.told.definition
    if (cancel === undefined) return null
    return this.#flow(cancel, ['cancel'], {
      byStatus: cancellationByStatus,
      meanings: cancelMeanings,
      granting: new Set<CancelMeaning>(),
    })
  }

  #flow<Meaning extends string>(
    steps: Steps<Meaning>,
    path: Path,
    setting: Pick<Parameters<typeof compileStep<Meaning>>[1], 'byStatus' | 'meanings' | 'granting'>,
  ): Flow<Meaning | 'next'> {
    const all = listed(steps, path)
    const raced = all.findIndex(({ step }) => step.race === true)
    return {
      steps: all.map(({ step, path: own }, index) =>
        compileStep(step, {
          ...setting,
          common: this.commonOf(step.as ?? 'user'),
          placeOf: (...rest) => placeIn(this.told, [...own, ...rest]),
          leadsOn: index < all.length - 1,
        }),
      ),
      race: raced === -1 ? all.length - 1 : raced,
    }
  }
}

/** Steps with their place in the contract: one alone stands for a list of one. */
export function listed<Meaning extends string>(
  steps: Steps<Meaning>,
  path: Path,
): readonly { readonly step: StepDefinition<Meaning>; readonly path: Path }[] {
  if (isList(steps)) return steps.map((step, index) => ({ step, path: [...path, index] }))
  return [{ step: steps, path }]
}

const isList = <Meaning extends string>(steps: Steps<Meaning>): steps is readonly StepDefinition<Meaning>[] =>
  Array.isArray(steps)

/** Whether a step only reads, and so takes nothing (RFC 9110, section 9.2.1). */
const isSafe = ({ request }: StepDefinition): boolean => typeof request === 'string' && /^(?:GET|HEAD) /.test(request)

/** How a contract's target is talked to while it is raced. */
export function bookingApi(told: ToldContract, baseUrl: string): BookingApi {
  const compiler = new Compiler(told, baseUrl)
  const { event, users } = told.definition
  const mask = maskOf(told.secrets)
  const oddities = new Oddities(mask)
  // A reason is a text of the server's own, and some repeat what they were sent.
  const masked = <Meaning extends string>(meant: Meant<Meaning>): Meant<Meaning> =>
    typeof meant.code === 'string' ? { ...meant, code: mask(meant.code) } : meant
  const booking = compiler.booking()
  const cancelling = compiler.cancelling()
  const look = compiler.plainStep(event.look ?? { request: 'GET /' }, ['event', 'look'], 'nobody')
  const readGlimpse = event.look === undefined ? null : glimpseReader(event.look)
  return {
    look: (fields) => look.prepare({ ...nobody, event: fields }, null),
    readLook: (answer, fields) =>
      readGlimpse === null || answer.status > 299 ? null : readGlimpse(new ReadAnswer(answer), fields),
    signIn: async (sessions: readonly Session[]): Promise<readonly SignedIn[]> => {
      if (users.cookies !== true) return sessions.map(({ fields }) => ({ fields, jar: null }))
      // Most targets have no use for it, and it takes a while to load.
      const { openJar } = await import('../cookie-jar.ts')
      return sessions.map(({ fields, cookies }) => ({ fields, jar: openJar(baseUrl, cookies) }))
    },
    book: ({ user, event: fields, seats, key, attempt }) =>
      new FlowErrand({
        flow: booking,
        scope: { ...nobody, user: user.fields, event: fields, seats, key, attempt },
        cookies: user.jar,
        endOf: (meant, answer) => outcomeOf(masked(meant), answer),
        oddities,
      }),
    mayHold: listed(told.definition.book, [])
      .slice(0, -1)
      .some(({ step }) => step.holds ?? !isSafe(step)),
    hasWayToGate: booking.race > 0,
    cancel:
      cancelling === null
        ? null
        : ({ user, event: fields, reference }) =>
            new FlowErrand({
              flow: cancelling,
              scope: { ...nobody, user: user.fields, event: fields, reference },
              cookies: user.jar,
              endOf: (meant, answer) => cancelOutcomeOf(masked(meant), answer),
              oddities,
            }),
    oddities: () => oddities.all,
  }
}
