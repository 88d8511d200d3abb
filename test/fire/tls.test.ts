import { describe, expect, test } from 'vitest'
import { TargetError } from '../../src/operator/errors.ts'
import { makeCertificate } from '../../src/server/certificate.ts'
import { api, concert } from '../builders/own-api.ts'
import { answer, rawTarget, soldOut, type Behaviour } from '../targets/raw-target.ts'
import { fire, linesTo } from './support/fire.ts'

/** The six users of a burst over TLS, against a target that they are told to trust. */
async function secureTarget(behaviour: Behaviour) {
  const { key, certificate } = await makeCertificate('127.0.0.1')
  return { certificate, target: await rawTarget({ ...behaviour, tls: { key, cert: certificate } }) }
}

const answerAll: Behaviour = { onBooking: ({ socket }) => void socket.write(soldOut) }

describe('over TLS', () => {
  test('every request lies at the target but for its last byte, until the gate opens', async () => {
    const { target, certificate } = await secureTarget(answerAll)
    let begun: readonly string[] = []
    let whole = -1
    const { attempts, fired, plan, close } = await fire(
      target.origin,
      { top: 'users: 20' },
      {
        certificate,
        beforeGate: () => {
          begun = target.carriers().map((connection) => connection.begun)
          whole = target.bookings.length
        },
      },
    )
    expect(whole).toBe(0)
    expect(begun).toHaveLength(20)
    for (const text of begun) expect(text.endsWith('{"eventId":"e","seats":1')).toBe(true)
    expect(fired.launched).toBe(20)
    expect(attempts.map(({ outcome }) => outcome.kind)).toEqual(Array.from({ length: 20 }, () => 'soldOut'))
    expect(attempts.toSorted((a, b) => a.sentUs - b.sentUs).map(({ user }) => user)).toEqual([...plan.user])
    expect(target.bookings).toHaveLength(20)
    expect(target.carriers()).toHaveLength(20)
    await close()
    await target.deserted()
  })

  test('an answer larger than a TLS record comes whole', async () => {
    const long = 'x'.repeat(100_000)
    const { target, certificate } = await secureTarget({
      onBooking: ({ socket }) => void socket.write(answer(403, JSON.stringify({ code: 'NO', long }))),
    })
    const { attempts } = await fire(target.origin, { top: 'users: 4' }, { certificate })
    expect(attempts.map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 4 }, () => ({ kind: 'rejected', code: 'NO' })),
    )
  })

  test('connections that are closed while armed are opened again', async () => {
    let armed = 0
    const { target, certificate } = await secureTarget({
      ...answerAll,
      onArmed: ({ socket }) => void (++armed <= 5 && socket.end()),
    })
    const { attempts, fired } = await fire(target.origin, { top: 'users: 5' }, { certificate })
    expect(fired.launched).toBe(5)
    expect(attempts.map(({ outcome }) => outcome.kind)).toEqual(Array.from({ length: 5 }, () => 'soldOut'))
    expect(target.bookings).toHaveLength(5)
  })

  test.each([
    ['breaks off', ({ socket }) => void socket.destroy(), 'disconnect'],
    ['never answers', () => {}, 'timeout'],
  ] satisfies [string, Behaviour['onBooking'], string][])(
    'a target that %s leaves nobody waiting',
    async (_, onBooking, cause) => {
      const { target, certificate } = await secureTarget({ onBooking })
      const { attempts, close } = await fire(target.origin, { top: 'users: 4\ntimeout: 300ms' }, { certificate })
      expect(attempts.map(({ outcome }) => outcome)).toEqual(
        Array.from({ length: 4 }, () => ({ kind: 'unknown', cause })),
      )
      await close()
      await target.deserted()
    },
  )
})

describe('a target that cannot be trusted is told in a sentence, before anything is fired', () => {
  const open = (origin: string, certificate: string | null) =>
    linesTo(origin, certificate).open(Uint32Array.of(0, 1), api.look(concert), new AbortController().signal)

  test('for want of its certificate, or with another one', async () => {
    const { target } = await secureTarget(answerAll)
    const { certificate: other } = await makeCertificate('127.0.0.1')
    for (const trusted of [null, other]) {
      const refusal = open(target.origin, trusted)
      await expect(refusal).rejects.toThrow(TargetError)
      await expect(refusal).rejects.toThrow(
        /^not every one of 2 users could be connected: the target's certificate is not trusted \(DEPTH_ZERO_SELF_SIGNED_CERT\)$/,
      )
    }
    await target.deserted()
  })

  test('where it speaks no TLS', async () => {
    const target = await rawTarget({
      onConnection: ({ socket }) => void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    })
    const refusal = open(target.origin.replace('http:', 'https:'), null)
    await expect(refusal).rejects.toThrow(TargetError)
    await expect(refusal).rejects.toThrow(
      /^not every one of 2 users could be connected: the target does not speak TLS there/,
    )
  })
})
