import { expect, onTestFinished, test } from 'vitest'
import { Control } from '../../src/target/control.ts'
import { startServer } from '../server/support/start-server.ts'

test('a target with a certificate of its own is reached by who was given it, and by nobody else', async () => {
  const { server } = await startServer({ http2: true })
  const { url: baseUrl, adminToken, certificate } = server
  const control = new Control({ baseUrl, adminToken, certificate })
  const stranger = new Control({ baseUrl, adminToken })
  onTestFinished(async () => {
    await Promise.all([control.close(), stranger.close()])
  })
  const { id } = await control.createEvent({ name: 'Concert', capacity: 5, waitlist: false })
  expect(await control.readLedger(id)).toMatchObject({ event: { available: 5 }, entries: [] })
  await expect(stranger.readLedger(id)).rejects.toThrow(/cannot be reached: self-signed certificate/)
})
