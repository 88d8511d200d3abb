import { once } from 'node:events'
import { type ClientHttp2Session, type ClientHttp2Stream, connect } from 'node:http2'
import { setTimeout as pause } from 'node:timers/promises'
import { answerParent } from './answer-parent.ts'
import type { Burst, ClientQuestion } from './client-questions.ts'
import { body, headers } from './request.ts'

// The least that a Node program can do to make requests arrive together over HTTP/2: one connection, the last byte of
// each stream held back, a PING, and all of them ended in one turn, which node:http2 gathers into one write.

/** What has been flushed to the kernel may still be on its way to the server. */
const settleMs = 100

function arm(session: ClientHttp2Session, path: string): Promise<ClientHttp2Stream> {
  const stream = session.request(
    { ':method': 'POST', ':path': path, ...headers, 'content-length': body.length },
    { endStream: false },
  )
  return new Promise((resolve, reject) => {
    stream.write(body.slice(0, -1), (error) => (error ? reject(error) : resolve(stream)))
  })
}

function ping(session: ClientHttp2Session): Promise<void> {
  return new Promise((resolve, reject) => {
    session.ping((error) => (error ? reject(error) : resolve()))
  })
}

async function burst(url: string, certificate: string, users: number): Promise<Burst> {
  const { origin, pathname } = new URL(url)
  const session = connect(origin, { ca: certificate })
  await once(session, 'connect')
  const streams = await Promise.all(Array.from({ length: users }, () => arm(session, pathname)))
  await pause(settleMs)
  const answers = streams.map((stream) => once(stream.resume(), 'close'))
  await ping(session)
  const lastByte = Buffer.from(body.slice(-1))
  const startedMs = performance.now()
  for (const stream of streams) stream.end(lastByte)
  const releaseUs = ((performance.now() - startedMs) * 1000) / users
  await Promise.all(answers)
  return { answered: users, releaseUs }
}

answerParent(async (question: ClientQuestion) => {
  if (question.kind !== 'streams') throw new Error(`one HTTP/2 connection is not made for a ${question.kind}`)
  return burst(question.url, question.certificate, question.users)
})
