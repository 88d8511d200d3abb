import { once } from 'node:events'
import { request, Agent } from 'node:https'
import { connect } from 'node:http2'
import { expect, test } from 'vitest'
import { makeCertificate } from '../../../src/server/certificate.ts'
import { createListener } from '../../../src/server/http/listener.ts'

test('no idle connection keeps it from closing, whatever it speaks, and none needs to be ended by force', async () => {
  const identity = await makeCertificate('127.0.0.1')
  const { app } = createListener(identity, {})
  app.get('/', (_request, reply) => reply.send('hello'))
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  const session = connect(origin, { ca: identity.certificate })
  await once(session, 'connect')
  const agent = new Agent({ ca: identity.certificate, keepAlive: true })
  const [answer] = await once(request(origin, { agent }).end(), 'response')
  await once(answer.resume(), 'end')
  const ended = once(session, 'close')
  // No deadline runs here: a connection that stays open would keep this waiting for ever.
  await app.close()
  await ended
  expect(session.destroyed).toBe(true)
  agent.destroy()
})
