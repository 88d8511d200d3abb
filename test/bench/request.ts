/** What every participant sends: a booking of common size, with a token as long as a JSON Web Token, and a key. */
export const token = `${'h'.repeat(36)}.${'p'.repeat(120)}.${'s'.repeat(43)}`
export const eventId = '3c9a1f52-0d4e-4b7a-9c1d-5e2f7a8b6c30'
export const body = JSON.stringify({ eventId, seats: 1 })
export const path = '/bookings'
export const headers = {
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
  'idempotency-key': 'bench-1-1000-0',
}
