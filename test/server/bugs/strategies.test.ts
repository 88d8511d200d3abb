import { describe, expect, test } from 'vitest'
import { bugNames, bugs, strategiesWith, type BugName } from '../../../src/booking/bug.ts'
import type { Strategy } from '../../../src/booking/strategy.ts'
import { Diary } from '../../e2e/diary.ts'
import { startServer } from '../support/start-server.ts'

const users = 24
const capacity = 8

/** How often a user asks before giving up: with `optimistic`, hardly more than one of all who ask together gets a seat. */
const tries = 30

const tales = {
  /** Everybody asks at once, and again until they have a seat or a place in the queue. */
  async burst(diary: Diary) {
    const ask = async (user: number): Promise<void> => {
      for (let attempt = 1; attempt <= tries; attempt++) {
        if ((await diary.book(user, `attempt-${attempt}-of-${user}`)) !== null) return
      }
    }
    await Promise.all(Array.from({ length: users }, (_, user) => ask(user)))
  },
  async 'one-by-one'(diary: Diary) {
    for (let user = 0; user < users; user++) await diary.book(user)
  },
  /** Whoever is told nothing sends the same request again, while seats are left. */
  async retries(diary: Diary) {
    for (let user = 0; user < users; user++) if ((await diary.book(user)) === null) await diary.book(user)
  },
}

/** The naive strategy breaks most rules by itself, so that nothing could be told from a bug that is planted in it. */
const correct = (name: BugName): readonly Strategy[] => strategiesWith(name).filter((strategy) => strategy !== 'naive')

const cases = bugNames.flatMap((name) => {
  const { setting } = bugs[name]
  // Parties ask for several seats, which is a test of its own below; what follows a burst, and what only many draws can
  // tell, is told in test/e2e.
  if (setting === 'parties' || setting === 'follow-up' || setting === 'lottery' || setting === 'newcomers') return []
  return correct(name).map((strategy) => ({ name, strategy, tell: tales[setting], rule: bugs[name].rule }))
})

test.each(cases)('$name is caught with strategy $strategy', async ({ name, strategy, tell, rule }) => {
  const { api } = await startServer({ bug: name, strategy, processingMs: 2 })
  const diary = await Diary.open(api, { users, capacity })
  await tell(diary)
  expect((await diary.judged()).get(rule)).toMatchObject({ status: 'violated' })
})

describe.each(['optimistic', 'pessimistic', 'atomic'] as const)('the correct server with strategy %s', (strategy) => {
  test.each(Object.entries(tales))('is accused of nothing: %s', async (_, tell) => {
    const { api } = await startServer({ strategy, processingMs: 2 })
    const diary = await Diary.open(api, { users, capacity })
    await tell(diary)
    const rulings = [...(await diary.judged()).values()]
    expect(rulings.filter(({ status }) => status === 'violated')).toEqual([])
  })
})

test.each(correct('partial-party'))('a party of three is given two seats with strategy %s', async (strategy) => {
  const { api } = await startServer({ bug: 'partial-party', strategy })
  const [event, user] = [await api.createEvent(capacity), await api.createUser()]
  expect(await api.book(user.token, event.id, 3)).toMatchObject({ status: 201, body: { seats: 2 } })
  expect(await api.readLedger(event.id)).toMatchObject([{ kind: 'booked', seats: 2, available: capacity - 2 }])
})

test.each<BugName>(['phantom', 'version-skips'])(
  '%s waits for the lock, so that no other booking fails',
  async (bug) => {
    const { api } = await startServer({ bug, strategy: 'pessimistic', processingMs: 2 })
    const [event, everybody] = [await api.createEvent(capacity), await api.createUsers(users)]
    const answers = await Promise.all(everybody.map(({ token }) => api.book(token, event.id, 1)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201, 409]))
  },
)
