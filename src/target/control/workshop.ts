import { AnswerError, messageOf, MismatchError, TargetError, UsageError } from '../../operator/errors.ts'
import type { Answer, Cookies, Fields, PreparedRequest } from '../booking-api.ts'
import type { Calls, FullAnswer } from '../calls.ts'
import { Compiler, placeIn, type ToldContract } from '../contract/compile.ts'
import type { Scope } from '../contract/definition.ts'
import { maskOf, type Mask } from '../contract/mask.ts'
import type { Step } from '../contract/step.ts'
import { retryAfterMs } from '../retry-after.ts'
import { excerpt } from './excerpt.ts'

/** Is told of each request outside of the clock, and of its answer. */
export type Watch = (step: string, request: PreparedRequest, answer: FullAnswer) => void

export interface WorkshopOptions {
  readonly contract: ToldContract
  readonly baseUrl: string
  readonly calls: Calls
  /** Ends what prepares a round. */
  readonly signal: AbortSignal | undefined
  /** What to do where the target does not take the credentials of the operator; null where nothing is known. */
  readonly adminHint: string | null
  readonly watch: Watch
}

/** What a step is taken with. */
export interface Taking {
  readonly scope: Scope
  readonly cookies?: Cookies | null
  /** Whether it carries the credentials of the operator; true where nothing is said. */
  readonly byAdmin?: boolean
  /** Goes on where the operator wants to stop, to read back what was played. */
  readonly goesOn?: boolean
}

/** Where the steps of a contract are taken that are not part of the measured burst. */
export class Workshop {
  readonly compiler: Compiler
  readonly mask: Mask
  readonly #options: WorkshopOptions

  constructor(options: WorkshopOptions) {
    this.#options = options
    this.compiler = new Compiler(options.contract, options.baseUrl)
    this.mask = maskOf(options.contract.secrets)
  }

  get contract(): ToldContract {
    return this.#options.contract
  }

  get baseUrl(): string {
    return this.#options.baseUrl
  }

  /** Sends what a function of a contract asks for. */
  readonly send = (request: PreparedRequest): Promise<Answer> => this.ask('a function', request)

  /** Sends a request, whatever becomes of it. @param name of whoever asks */
  async ask(name: string, request: PreparedRequest): Promise<Answer> {
    const { calls, signal, watch } = this.#options
    const answer = await calls.send(request, signal)
    watch(name, request, answer)
    return answer
  }

  /** Where the contract says something. */
  place(...path: readonly (string | number)[]): string {
    return placeIn(this.contract, path)
  }

  /** That an answer is not as the contract says; what the tool's own contract says, no operator can mend. */
  mismatch(path: readonly (string | number)[], sentence: string): TargetError {
    return this.contract.isOwn
      ? new TargetError(`${this.baseUrl}: ${sentence}`)
      : new MismatchError(`${this.place(...path)}: ${this.mask(sentence)}`)
  }

  /** How an answer began, in brackets; nothing where it was empty. */
  excerpt(answer: Answer): string {
    return excerpt(answer, this.mask)
  }

  /**
   * Calls a function of a module; what that throws is no defect of ours.
   * @param name of the function: `users.create`
   * @throws {TargetError} where it throws
   */
  async call<Value>(name: string, call: () => Promise<Value>): Promise<Value> {
    try {
      return await call()
    } catch (error) {
      const isTold = error instanceof TargetError || error instanceof UsageError
      if (isTold || this.#options.signal?.aborted) throw error
      throw this.mismatch(name.split('.'), `${name} threw: ${messageOf(error)}`)
    }
  }

  /**
   * Takes one step, and makes sure that its answer is good.
   * @returns the answer, and what the step captured from it
   * @throws {UnreachableError} where no answer comes
   * @throws {AnswerError} where it is a refusal
   * @throws {TargetError} where it is not what the contract says
   */
  async take(step: Step<string>, { scope, cookies = null, byAdmin = true, goesOn = false }: Taking): Promise<Taken> {
    const { calls, signal, watch } = this.#options
    const request = this.#prepared(step, scope, cookies)
    const answer = await calls.send(request, goesOn ? undefined : signal)
    watch(step.name, request, answer)
    cookies?.keep(answer.setCookies(), request.path)
    const { meant, odd } = step.read(answer, scope)
    if (meant.is === 'next') return { answer, captured: meant.captured ?? {} }
    const call = `${request.method} ${new URL(this.baseUrl).origin}${this.mask(request.path)}`
    throw odd !== null && answer.status < 400
      ? this.#oddAnswer(call, odd, answer)
      : this.#refusal(this.contract.isOwn ? call : `${step.place}: ${call}`, answer, byAdmin)
  }

  /**
   * Takes one step after the other.
   * @returns all that they captured
   */
  async takeAll(steps: readonly Step<string>[], scope: Scope): Promise<Fields> {
    const captured: Record<string, unknown> = {}
    for (const step of steps) {
      const known = { ...scope, captured: { ...scope.captured, ...captured } }
      Object.assign(captured, (await this.take(step, { scope: known })).captured)
    }
    return captured
  }

  /** @throws {TargetError} where a function of the contract is to make it, and throws */
  #prepared(step: Step<string>, scope: Scope, cookies: Cookies | null): PreparedRequest {
    try {
      return step.prepare(scope, cookies)
    } catch (error) {
      throw error instanceof TargetError ? this.mismatch([], `${step.name}: ${error.message}`) : error
    }
  }

  #oddAnswer(call: string, { place, odd }: { place: string; odd: string }, answer: Answer): TargetError {
    return this.contract.isOwn
      ? new TargetError(`${call} does not answer as the booking API promises: ${odd}${this.excerpt(answer)}`)
      : new MismatchError(`${place}: ${odd} in what ${call} answered${this.excerpt(answer)}`)
  }

  #refusal(call: string, answer: Answer, byAdmin: boolean): AnswerError {
    const adminHint = byAdmin ? this.#options.adminHint : null
    const { status } = answer
    const why = (status === 401 || status === 403) && adminHint !== null ? `: ${adminHint}` : this.excerpt(answer)
    return new AnswerError(`${call} answered ${status}${why}`, {
      status,
      retryAfterMs: retryAfterMs(answer.header('retry-after')),
    })
  }
}

export interface Taken {
  readonly answer: Answer
  readonly captured: Fields
}
