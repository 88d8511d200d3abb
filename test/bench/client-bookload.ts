import { eventId } from '../../src/booking/event.ts'
import { Connections } from '../../src/fire/connections.ts'
import { fireRound } from '../../src/fire/fire-round.ts'
import { planRun } from '../../src/plan/plan.ts'
import { HistoryRecorder } from '../../src/record/recorder.ts'
import { parseScenario } from '../../src/scenario/parse.ts'
import { bookloadApi } from '../../src/target/bookload-api.ts'
import { measure } from './spent.ts'

// bookload's own engine, recording and classifying, as users who are refused and try again at once.

const [, , origin = '', connectionCount = '', requestCount = ''] = process.argv
const users = Number(connectionCount)
const attempts = Number(requestCount) / users
const scenario = parseScenario(
  `{ name: bench, description: bench, users: ${users}, retry: { policy: immediate, attempts: ${attempts}, deadline: 10m },
     rounds: [{ name: bench, capacity: 1, seats: 1 }] }`,
  'bench',
)
const [plan] = planRun(scenario, { seed: 1, repeat: 1 }).rounds
if (!plan) throw new Error('the scenario has a round')
const api = bookloadApi('')
const connections = new Connections(origin, users)
const { signal } = new AbortController()
await connections.open(plan.user, api.look(eventId('e')), signal)
const recorder = new HistoryRecorder()
const prepare = (user: number, operation: number, seats: number) =>
  api.book({ token: 'a.b.c', eventId: eventId('e'), seats, key: `bench-${user}-${operation}` })
const spent = await measure(async () => {
  await fireRound({ plan, connections, api, prepare, record: recorder.add.bind(recorder), signal })
  return recorder.history().length
})
await connections.close()
process.send?.(spent)
