import { expect, test } from 'vitest'
import { strategies } from '../../../src/booking/strategy.ts'
import { startApi } from '../support/start-server.ts'

test.each(strategies)('%s: ten cancellations at once return the seats once', async (strategy) => {
  const api = await startApi({ strategy })
  const event = await api.createEvent(10)
  const { token } = await api.createUser()
  const { reference } = await api.mustBook(token, event.id, 4)
  const answers = await Promise.all(Array.from({ length: 10 }, () => api.cancel(token, reference)))
  expect(answers.filter(({ status }) => status === 200)).toMatchObject([
    { body: { reference, status: 'cancelled', version: 3 } },
  ])
  const refused = answers.filter(({ status }) => status === 409)
  expect(refused).toHaveLength(9)
  for (const { body } of refused) expect(body).toMatchObject({ code: 'ALREADY_CANCELLED' })
  expect(await api.readEvent(event.id)).toMatchObject({ available: 10, version: 3 })
  expect(await api.readLedger(event.id)).toMatchObject([
    { kind: 'booked', version: 2, available: 6 },
    { kind: 'cancelled', version: 3, available: 10, reference, seats: 4 },
  ])
  expect(await api.send('GET', `/bookings/${reference}`, { token })).toMatchObject({
    body: { status: 'cancelled', version: 3 },
  })
})

test('a reference that nobody was given cannot be cancelled', async () => {
  const api = await startApi()
  const { token } = await api.createUser()
  expect(await api.cancel(token, 'EVT-000000')).toMatchObject({ status: 404, body: { code: 'BOOKING_NOT_FOUND' } })
})
