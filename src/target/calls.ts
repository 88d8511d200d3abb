import { Agent, request } from 'undici'
import { TargetError, UnreachableError } from '../operator/errors.ts'
import type { Answer, PreparedRequest } from './booking-api.ts'
import { networkComplaint } from './network-complaint.ts'

export interface CallsOptions {
  /** Where the API starts; requests are sent to its host. */
  readonly baseUrl: string
  /** The one certificate to trust, as PEM, instead of the usual authorities. */
  readonly certificate?: string | null | undefined
  /** How many calls may be under way at once. */
  readonly atOnce: number
}

/** An answer with all of its headers, as they came. */
export interface FullAnswer extends Answer {
  readonly headers: readonly Header[]
}

export type Header = readonly [name: string, value: string]

/** Calls to a target outside of the measured burst. */
export class Calls {
  readonly #baseUrl: string
  readonly #origin: string
  readonly #agent: Agent

  constructor({ baseUrl, certificate, atOnce }: CallsOptions) {
    this.#baseUrl = baseUrl.replace(/\/+$/, '')
    this.#origin = new URL(baseUrl).origin
    this.#agent = new Agent({
      connections: atOnce,
      connectTimeout: 5000,
      headersTimeout: 30_000,
      bodyTimeout: 30_000,
      ...(certificate ? { connect: { ca: certificate } } : {}),
    })
  }

  /**
   * @throws {UnreachableError} where no answer comes
   * @throws {TargetError} where its method is none
   * @throws the signal's reason where it was stopped
   */
  async send({ method, path, headers, body }: PreparedRequest, signal?: AbortSignal): Promise<FullAnswer> {
    const known = asMethod(method)
    try {
      const answer = await request(`${this.#origin}${path}`, {
        method: known,
        headers: [...headers],
        body,
        dispatcher: this.#agent,
        signal: signal ?? null,
      })
      const valuesOf = (name: string): readonly string[] => {
        const value = answer.headers[name]
        return typeof value === 'string' ? [value] : (value ?? [])
      }
      const text = await answer.body.text()
      return {
        status: answer.statusCode,
        header: (name) => valuesOf(name)[0],
        setCookies: () => valuesOf('set-cookie'),
        headers: Object.keys(answer.headers).flatMap((name) => valuesOf(name).map((value): Header => [name, value])),
        body: text,
        isWhole: true,
      }
    } catch (error) {
      signal?.throwIfAborted()
      throw new UnreachableError(`${this.#baseUrl} cannot be reached: ${networkComplaint(error)}`)
    }
  }

  async close(): Promise<void> {
    await this.#agent.destroy()
  }
}

type Method = NonNullable<NonNullable<Parameters<typeof request>[1]>['method']>
const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const satisfies readonly Method[]

function asMethod(text: string): Method {
  const method = methods.find((one) => one === text)
  if (method === undefined)
    throw new TargetError(`${text} is no method of HTTP; allowed is one of ${methods.join(', ')}`)
  return method
}
