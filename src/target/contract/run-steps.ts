import { AnswerError, MismatchError, TargetError } from '../../operator/errors.ts'
import type { Answer, Cookies, Fields } from '../booking-api.ts'
import type { Calls, WholeAnswer } from '../calls.ts'
import { retryAfterMs } from '../retry-after.ts'
import type { Scope } from './definition.ts'
import type { Mask } from './mask.ts'
import type { Step } from './step.ts'

/** What steps outside of the clock are made with. */
export interface Workshop {
  readonly baseUrl: string
  readonly calls: Calls
  readonly mask: Mask
  /** Null where the contract is the tool's own, which the operator cannot mend. */
  readonly contractFile: string | null
  /** Is told of each request and answer as they come and go. */
  readonly watch: (step: string, request: Sent, answer: WholeAnswer) => void
}

/** A request as it was sent. */
export type Sent = ReturnType<Step<string>['prepare']>

export interface Working {
  readonly scope: Scope
  readonly cookies: Cookies | null
  readonly signal: AbortSignal | undefined
  /** How to go on where the target does not take the credentials; null where nothing is known. */
  readonly hint: string | null
}

/**
 * Takes one step, and makes sure that its answer is good.
 * @returns the answer, and what the step captured from it
 * @throws {UnreachableError} where no answer comes
 * @throws {AnswerError} where it is a refusal
 * @throws {MismatchError} where it is not what the contract says
 */
export async function takeStep(
  step: Step<string>,
  { calls, baseUrl, mask, contractFile, watch }: Workshop,
  { scope, cookies, signal, hint }: Working,
): Promise<{ answer: Answer; captured: Fields }> {
  const request = step.prepare(scope, cookies)
  const answer = await calls.send(request, signal)
  watch(step.name, request, answer)
  cookies?.keep(answer.setCookies(), request.path)
  const { meant, odd } = step.read(answer, scope)
  if (meant.is === 'next') return { answer, captured: meant.captured ?? {} }
  const call = `${request.method} ${new URL(baseUrl).origin}${mask(request.path)}`
  if (odd !== null && answer.status < 400) {
    throw contractFile === null
      ? new TargetError(`${call} does not answer as the booking API promises: ${odd.odd}${excerpt(answer, mask)}`)
      : new MismatchError(`${odd.place}: ${odd.odd} in what ${call} answered${excerpt(answer, mask)}`)
  }
  const told = { status: answer.status, retryAfterMs: retryAfterMs(answer.header('retry-after')) }
  const isStranger = answer.status === 401 || answer.status === 403
  const why = isStranger && hint !== null ? `: ${hint}` : excerpt(answer, mask)
  throw new AnswerError(`${call} answered ${answer.status}${why}`, told)
}

/**
 * Takes one step after the other.
 * @returns all that they captured
 */
export async function takeSteps(steps: readonly Step<string>[], workshop: Workshop, working: Working): Promise<Fields> {
  const captured: Record<string, unknown> = {}
  for (const step of steps) {
    const scope = { ...working.scope, captured: { ...working.scope.captured, ...captured } }
    Object.assign(captured, (await takeStep(step, workshop, { ...working, scope })).captured)
  }
  return captured
}

export const excerpt = ({ body }: Answer, mask: Mask): string =>
  body.trim() === '' ? '' : ` (${mask(body.trim().slice(0, 120))})`
