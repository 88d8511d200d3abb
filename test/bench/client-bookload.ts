import { monotonicMs } from '../../src/fire/clock.ts'
import { fireRound, type FireOptions } from '../../src/fire/fire-round.ts'
import type { Endpoint } from '../../src/fire/endpoint.ts'
import { Http1Lines } from '../../src/fire/http1/http1-lines.ts'
import { Http2Lines } from '../../src/fire/http2/http2-lines.ts'
import type { Lines } from '../../src/fire/line.ts'
import { planRun, type RoundPlan } from '../../src/plan/plan.ts'
import { HistoryRecorder } from '../../src/record/recorder.ts'
import { parseScenario } from '../../src/scenario/parse.ts'
import { answerParent } from './answer-parent.ts'
import type { Burst, ClientQuestion, Spent } from './client-questions.ts'
import { apiBy } from './mappings.ts'
import { eventId, token } from './request.ts'
import { rssBytes, spentOn } from './spent.ts'

// bookload's own engine, recording and classifying. All that the benchmark knows of the engine is in this file.

const event = { id: eventId }
const api = await apiBy(process.argv[2])
const signedIn = { fields: { token }, jar: null }
const { signal } = new AbortController()

/** Counts rounds, so that each has an order of users and keys of its own. */
let round = 0

const begin: FireOptions['begin'] = ({ user, operation, attempt, seats }) =>
  api.book({ user: signedIn, event, seats, key: `bench-${round}-${user}-${operation}`, attempt })

function planFor(users: number, retry: string, arrivals = 'burst'): RoundPlan {
  const scenario = parseScenario(
    `{ name: bench, description: bench, users: ${users}, retry: ${retry}, arrivals: ${arrivals},
       rounds: [{ name: bench, capacity: 1, seats: 1 }] }`,
    'bench',
  )
  const [plan] = planRun(scenario, { seed: ++round, repeat: 1 }).rounds
  if (!plan) throw new Error('the scenario has a round')
  return plan
}

async function opensAtOnce(wakeUp: () => void): Promise<number> {
  wakeUp()
  return monotonicMs()
}

/** Plays a round over lines that are open. @returns how many attempts were recorded, and how they were released */
async function play(plan: RoundPlan, lines: Lines, gateOpens: FireOptions['gateOpens'] = opensAtOnce): Promise<Burst> {
  const recorder = new HistoryRecorder()
  const { releaseMs } = await fireRound({
    plan,
    lines,
    begin,
    hasWayToGate: api.hasWayToGate,
    record: recorder.add.bind(recorder),
    gateOpens,
    signal,
  })
  return { answered: answeredIn(recorder), releaseUs: (releaseMs * 1000) / plan.user.length }
}

function answeredIn(recorder: HistoryRecorder): number {
  return recorder.history().status.reduce((answered, status) => answered + (status > 0 ? 1 : 0), 0)
}

/** The lines of the burst before are kept for the next one, as `--repeat` keeps them. */
const kept: { key: string; lines: Lines | null } = { key: '', lines: null }

async function linesFor(endpoint: Endpoint, users: number, isHttp2: boolean): Promise<Lines> {
  const key = `${users} ${endpoint.origin.href} ${isHttp2}`
  if (kept.key !== key || !kept.lines) {
    await kept.lines?.close()
    kept.lines = isHttp2 ? new Http2Lines(endpoint) : new Http1Lines(endpoint)
    kept.key = key
  }
  return kept.lines
}

async function burst(endpoint: Endpoint, users: number, isHttp2: boolean): Promise<Burst> {
  const plan = planFor(users, '{ policy: none }')
  const lines = await linesFor(endpoint, users, isHttp2)
  await lines.open(plan.user, api.look(event), signal)
  return play(plan, lines)
}

async function loop(url: string, connections: number, requests: number): Promise<Spent> {
  const attempts = requests / connections
  return playThrough(url, planFor(connections, `{ policy: immediate, attempts: ${attempts}, deadline: 10m }`))
}

const visits = async (url: string, connections: number, seconds: number): Promise<Spent> =>
  playThrough(url, planFor(connections, '{ policy: none }', `{ pattern: loop, duration: ${seconds}s }`))

function playThrough(url: string, plan: RoundPlan): Promise<Spent> {
  return spentOn(async () => {
    const lines = new Http1Lines({ origin: new URL(url), certificate: null })
    await lines.open(plan.user, api.look(event), signal)
    const { answered } = await play(plan, lines)
    await lines.close()
    return answered
  })
}

/**
 * Opens a connection for each user and arms its request, up to the gate and not through it.
 * @returns the memory before any of it, in bytes
 */
async function connectAndArm(url: string, users: number): Promise<number> {
  const before = rssBytes()
  const plan = planFor(users, '{ policy: none }')
  const lines = await linesFor({ origin: new URL(url), certificate: null }, users, false)
  await lines.open(plan.user, api.look(event), signal)
  await new Promise<void>((armed) => {
    const neverOpens = () => {
      armed()
      return new Promise<number>(() => {})
    }
    void play(plan, lines, neverOpens)
  })
  return before
}

answerParent(async (question: ClientQuestion) => {
  switch (question.kind) {
    case 'burst':
      return burst({ origin: new URL(question.url), certificate: null }, question.users, question.http2 ?? false)
    case 'streams':
      return burst({ origin: new URL(question.url), certificate: question.certificate }, question.users, true)
    case 'loop':
      return loop(question.url, question.connections, question.requests)
    case 'visits':
      return visits(question.url, question.connections, question.seconds)
    case 'hold':
      return connectAndArm(question.url, question.users)
    case 'rss':
      return rssBytes()
  }
})
