import { AnswerError, TargetError, UnreachableError } from '../operator/errors.ts'

/** What one look at a source came to. */
export type Poll<Value> =
  | { readonly value: Value; readonly isNew: boolean }
  /** It cannot be read, and is not asked again. */
  | { readonly unavailable: string; readonly isGone: boolean }
  /** It could not be read just now; it may be asked again after so many milliseconds. */
  | { readonly againInMs: number }

export interface SourceOptions<Value> {
  readonly read: () => Promise<Value>
  readonly isSame: (one: Value, other: Value) => boolean
  /** How long a source that cannot be read just now is asked again. */
  readonly limitMs: number
}

/**
 * Something that the target can be asked for again and again until it has nothing new to say. What says that it is not
 * there, or not for us, is taken at its word; a rate limit, a server error or a broken connection may pass.
 */
export class PolledSource<Value> {
  readonly #options: SourceOptions<Value>
  readonly #beganMs = performance.now()
  #known: { readonly value: Value; readonly askedMs: number } | null = null
  #failingSinceMs: number | null = null
  #end: Extract<Poll<Value>, { unavailable: string }> | null = null
  /** When it was last seen to have changed. */
  changedMs = this.#beganMs
  /** How long after the beginning it was still seen to be other than in the end. */
  lateMs = 0

  constructor(options: SourceOptions<Value>) {
    this.#options = options
  }

  async poll(): Promise<Poll<Value>> {
    if (this.#end) return this.#end
    const askedMs = performance.now()
    try {
      const value = await this.#options.read()
      this.#failingSinceMs = null
      return { value, isNew: this.#keep(value, askedMs) }
    } catch (error) {
      if (!(error instanceof TargetError)) throw error
      return this.#failed(error)
    }
  }

  #keep(value: Value, askedMs: number): boolean {
    const before = this.#known
    this.#known = { value, askedMs }
    if (before && this.#options.isSame(before.value, value)) return false
    this.changedMs = performance.now()
    // What it says now, it did not say when it was asked before.
    if (before) this.lateMs = Math.round(before.askedMs - this.#beganMs)
    return true
  }

  #failed(error: TargetError): Poll<Value> {
    if (!mayPass(error)) return (this.#end = { unavailable: error.message, isGone: false })
    const nowMs = performance.now()
    this.#failingSinceMs ??= nowMs
    const { limitMs } = this.#options
    const leftMs = this.#failingSinceMs + limitMs - nowMs
    const waitMs = error instanceof AnswerError ? (error.retryAfterMs ?? 0) : 0
    if (leftMs > 0 && waitMs <= leftMs) return { againInMs: waitMs }
    const wish = waitMs > 0 ? `, and asked to be left alone for ${waitMs / 1000} s` : ''
    const failedMs = Math.round(nowMs - this.#failingSinceMs)
    const tried = failedMs > 0 ? `, again and again for ${failedMs / 1000} s` : ''
    const unavailable = `${error.message}${tried}${wish}`
    return (this.#end = { unavailable, isGone: error instanceof UnreachableError })
  }
}

/** Too early, too often, or broken just now. */
function mayPass(error: TargetError): boolean {
  if (error instanceof UnreachableError) return true
  if (!(error instanceof AnswerError)) return false
  const { status } = error
  return status === 408 || status === 425 || status === 429 || (status >= 500 && status !== 501 && status !== 505)
}
