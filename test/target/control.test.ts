import { expect, onTestFinished, test } from 'vitest'
import { ownContract } from '../../src/target/contract/read-contract.ts'
import { Control } from '../../src/target/control.ts'
import { startServer } from '../server/support/start-server.ts'

test('a target with a certificate of its own is reached by who was given it, and by nobody else', async () => {
  const { server } = await startServer({ http2: true })
  const { url: baseUrl, adminToken, certificate } = server
  const contract = await ownContract(adminToken)
  const control = new Control({ contract, baseUrl, certificate })
  const stranger = new Control({ contract, baseUrl })
  onTestFinished(async () => {
    await Promise.all([control.close(), stranger.close()])
  })
  const event = await control.createEvent({ name: 'Concert', capacity: 5, waitlist: false })
  expect(await control.readLedger(event)).toMatchObject({ event: { available: 5 }, entries: [] })
  await expect(stranger.readLedger(event)).rejects.toThrow(/cannot be reached: self-signed certificate/)
})
