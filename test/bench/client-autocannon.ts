import autocannon from 'autocannon'
import { measure } from './spent.ts'

const [, , url = '', connections = '', amount = '', token = 'a.b.c', body = '{"eventId":"e","seats":1}'] = process.argv
const spent = await measure(async () => {
  const { requests } = await autocannon({
    url,
    connections: Number(connections),
    amount: Number(amount),
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body,
  })
  return requests.total
})
process.send?.(spent)
