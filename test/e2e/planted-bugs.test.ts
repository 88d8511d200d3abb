import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bugNames, bugs, type BugName, type BugSetting } from '../../src/booking/bug.ts'
import { noPreference, starvation } from '../../src/judge/fairness/judge-fairness.ts'
import { allRules } from '../../src/judge/rules/all.ts'
import type { Result } from '../../src/report/result.ts'
import { readResult, Workplace } from '../cli/bookload.ts'
import { startServer } from '../server/support/start-server.ts'
import { Diary } from './diary.ts'

type BurstSetting = Exclude<BugSetting, 'follow-up'>

const followUps = bugNames.filter((name) => bugs[name].setting === 'follow-up')
const ofABurst = bugNames.flatMap((name): readonly (readonly [BugName, BurstSetting])[] => {
  const { setting } = bugs[name]
  return setting === 'follow-up' ? [] : [[name, setting]]
})

test('every bug is to be caught by a rule that there is', () => {
  const rules = new Set([...allRules, noPreference, starvation].map(({ id }) => id))
  for (const name of bugNames) expect(rules).toContain(bugs[name].rule)
})

/** The rounds in which a bug has to be caught. */
const rounds = 3

const crowd = ['--users', '60', '--capacity', '20', '--retry', 'immediate', '--processing', '2ms']
const flagsFor: Readonly<Record<BurstSetting, readonly string[]>> = {
  burst: crowd,
  parties: ['--users', '20', '--seats', '3', '--capacity', '30', '--retry', 'immediate'],
  'one-by-one': ['--users', '40', '--capacity', '20', '--arrivals', 'ramp:800ms'],
  retries: ['--users', '60', '--capacity', '60', '--retry', 'immediate'],
  lottery: '--users 60 --capacity 20 --retry immediate --processing 10ms --fairness lottery'.split(' '),
  newcomers: '--capacity 150 --arrivals rate:150/4s --retry backoff --processing 15ms --fairness lottery'.split(' '),
}
/** References are only counted wrong by bookings that are written together, which those of `optimistic` never are. */
const together = ['--strategy', 'atomic']

describe('a run', () => {
  let place: Workplace
  beforeEach(() => void (place = new Workplace()))
  afterEach(() => place.dispose())

  async function play(setting: BurstSetting, flags: readonly string[]): Promise<Result> {
    const common = ['run', 'quick', '--rate-limit', 'off', '--expect', 'oversold >= 0', '--json', '--quiet']
    const { stdout } = await place.run([...common, ...flagsFor[setting], '--repeat', `${rounds}`, ...flags])
    return readResult(stdout)
  }

  const broken = (result: Result): ReadonlySet<string> =>
    new Set(
      [...result.rounds.map(({ verdict }) => verdict), ...(result.fairness ?? [])].flatMap(({ invariants }) =>
        invariants.filter(({ status }) => status === 'violated').map(({ id }) => id),
      ),
    )

  test.each(ofABurst)(`catches %s within ${rounds} rounds`, async (name, setting) => {
    const flags = name === 'reference-counted' ? together : []
    const result = await play(setting, ['--bug', name, ...flags])
    expect(broken(result)).toContain(bugs[name].rule)
    expect(result.target.bug).toBe(name)
  })

  test.each<[BurstSetting, readonly string[]]>([
    ['burst', []],
    ['burst', together],
    ['parties', []],
    ['one-by-one', []],
    ['retries', []],
    ['lottery', []],
    ['lottery', together],
    ['lottery', ['--strategy', 'pessimistic', '--retry', 'none']],
    ['newcomers', []],
    ['newcomers', ['--retry', 'immediate']],
  ])('does not accuse the correct server of anything: %s %s', async (setting, flags) => {
    const result = await play(setting, flags)
    expect(broken(result)).toEqual(new Set())
    expect(result.target).not.toHaveProperty('bug')
  })
})

describe('what follows a burst', () => {
  /** One seat, taken by the first user; the second and the third wait for it, and then it comes back. */
  async function moveUp(diary: Diary): Promise<void> {
    const taken = await diary.book(0)
    await diary.book(1)
    await diary.book(2)
    await diary.cancel(0, taken)
  }

  async function cancelTwice(diary: Diary): Promise<void> {
    const taken = await diary.book(0)
    await diary.cancel(0, taken)
    await diary.cancel(0, taken)
  }

  const stories: Readonly<
    Record<string, { readonly capacity: number; readonly tell: (diary: Diary) => Promise<void> }>
  > = {
    'key-after-effect': {
      capacity: 20,
      tell: async (diary) => void (await Promise.all(Array.from({ length: 8 }, () => diary.book(0, 'one-key')))),
    },
    'key-unscoped': {
      capacity: 5,
      async tell(diary) {
        await diary.book(0, 'the-same')
        await diary.book(1, 'the-same')
      },
    },
    'version-stays-on-cancel': { capacity: 5, tell: cancelTwice },
    'stale-availability': {
      capacity: 5,
      async tell(diary) {
        await diary.look(1)
        await diary.book(0)
        await diary.look(1)
        // The final read must not come from the cache as well.
        await wait(250)
      },
    },
    'returned-twice': { capacity: 5, tell: cancelTwice },
    'cancel-anyones': {
      capacity: 5,
      async tell(diary) {
        const taken = await diary.book(0)
        await diary.cancel(1, taken)
      },
    },
    'queue-last-first': { capacity: 1, tell: moveUp },
    'queue-stops': { capacity: 1, tell: moveUp },
    'promoted-twice': {
      capacity: 2,
      async tell(diary) {
        const [one, other] = [await diary.book(0), await diary.book(1)]
        await diary.book(2)
        await diary.cancel(0, one)
        await diary.cancel(1, other)
      },
    },
  }

  test('every bug that needs it has a story', () => {
    expect(Object.keys(stories).toSorted()).toEqual(followUps.toSorted())
  })

  describe.each(followUps)('%s', (name) => {
    const { capacity, tell } = stories[name] ?? { capacity: 1, tell: moveUp }

    test('is caught by its rule', async () => {
      const { api } = await startServer({ bug: name, strategy: 'atomic', processingMs: 20 })
      const diary = await Diary.open(api, { users: 3, capacity })
      await tell(diary)
      expect((await diary.judged()).get(bugs[name].rule)).toMatchObject({ status: 'violated' })
    })

    test('and of the correct server nobody complains', async () => {
      const { api } = await startServer({ strategy: 'atomic', processingMs: 20 })
      const diary = await Diary.open(api, { users: 3, capacity })
      await tell(diary)
      const rulings = [...(await diary.judged()).values()]
      expect(rulings.filter(({ status }) => status === 'violated')).toEqual([])
    })
  })
})
