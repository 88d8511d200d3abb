import { once } from 'node:events'
import { TargetError } from '../operator/errors.ts'
import type { PreparedRequest } from '../target/booking-api.ts'
import type { Failure, Line } from './line.ts'

/** More handshakes at once than this overflow the listen queue of a common server, which then costs a second each. */
const handshakesAtOnce = 256

/** A target that takes longer to show an event will not come to a burst. */
const lookMs = 20_000

export interface Opening {
  readonly lines: readonly Line[]
  /** How many users come over these lines, where that is more than one each. */
  readonly users?: number
  readonly look: PreparedRequest
  readonly signal: AbortSignal
}

/**
 * Opens lines by a look each, a few at a time.
 * @throws {TargetError} where one of them cannot be opened
 */
export async function openLines({ lines, users = lines.length, look, signal }: Opening): Promise<void> {
  if (signal.aborted) return
  const over = new AbortController()
  let next = 0
  const lane = async () => {
    for (let line = lines[next++]; line && !over.signal.aborted; line = lines[next++]) {
      await warm(line, look, users)
    }
  }
  const lanes = Promise.all(Array.from({ length: Math.min(lines.length, handshakesAtOnce) }, lane))
  try {
    await Promise.race([lanes, once(signal, 'abort', { signal: over.signal })])
  } finally {
    over.abort()
  }
}

function warm(line: Line, look: PreparedRequest, count: number, isAgain = false): Promise<void> {
  return new Promise((resolve, reject) => {
    const overdue = setTimeout(() => {
      line.abandon()
      reject(new TargetError(`${notEvery(count)}: a look at the event had no answer within ${lookMs / 1000} s`))
    }, lookMs)
    // A line that is closed meanwhile never calls back, and nobody is to be held up by that.
    overdue.unref()
    line.send(look, {
      sending() {},
      answered() {
        clearTimeout(overdue)
        resolve()
      },
      failed(failure) {
        clearTimeout(overdue)
        // A connection that lay idle since the round before may be closed by the target just as the look leaves.
        if (failure.kind === 'disconnect' && !isAgain) resolve(warm(line, look, count, true))
        else reject(new TargetError(connectComplaint(failure, count)))
      },
    })
  })
}

const notEvery = (count: number): string => `not every one of ${count} users could be connected`

function connectComplaint(failure: Failure, count: number): string {
  switch (failure.kind) {
    case 'disconnect':
      return `${notEvery(count)}: the target hung up on a look at the event`
    case 'unreadable':
      return `${notEvery(count)}: the answer to a look at the event was no HTTP`
    case 'unsent':
      return refusal(failure.code, count)
  }
}

function refusal(code: string, count: number): string {
  if (code === 'EMFILE' || code === 'ENFILE') {
    return `${count} users need ${count} connections, more than the file limit allows; raise it with \`ulimit -n ${count + 200}\` or use fewer users`
  }
  if (code === 'ECONNREFUSED') return 'a connection was refused: nobody listens there any more'
  if (/CERT|ISSUER|SIGNATURE/.test(code)) return `${notEvery(count)}: the target's certificate is not trusted (${code})`
  if (code === 'ERR_SSL_WRONG_VERSION_NUMBER') return `${notEvery(count)}: the target does not speak TLS there`
  return `${notEvery(count)}: ${code}`
}
