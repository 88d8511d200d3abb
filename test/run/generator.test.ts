import { describe, expect, test } from 'vitest'
import type { Fired } from '../../src/fire/fire-round.ts'
import { HistoryRecorder } from '../../src/record/recorder.ts'
import { describeGenerator } from '../../src/run/generator.ts'

const self = { cpuMs: 80, eventLoopDelayP99Ms: 3 }

const calm: Fired = {
  launched: 200,
  openedMs: 0,
  armMs: 5,
  releaseMs: 1,
  durationMs: 1000,
  slowestMs: 30,
  busyShare: 0.4,
}

/** 200 attempts of which some left 11 ms after their time, and the rest at it. */
function historyWith({ late }: { late: number }) {
  const recorder = new HistoryRecorder()
  for (let user = 0; user < 200; user++) {
    const plannedUs = 1000 * (user + 1)
    const sentUs = plannedUs + (user < late ? 11_000 : 0)
    const outcome = { kind: 'conflict' } as const
    recorder.add({ user, attempt: 1, operation: 0, plannedUs, sentUs, endedUs: sentUs + 500, status: 409, outcome })
  }
  return recorder.history()
}

const generatorOf = (fired: Partial<Fired>, late = 0) => {
  const generator = describeGenerator({ ...calm, ...fired }, historyWith({ late }), self)
  if (!generator) throw new Error('a round says how the tool stood up to it')
  return generator
}

describe('the tool was the bottleneck', () => {
  test.each([
    ['where it was busy nearly all of a long time', { busyShare: 0.95 }, 0],
    ['where it was busy all of a time that is just long enough to tell', { busyShare: 1, durationMs: 200 }, 0],
    ['where more than one attempt in a hundred left late', {}, 3],
    ['where both', { busyShare: 0.95 }, 150],
    ['where many left late in a short round', { durationMs: 50 }, 3],
  ])('%s', (_, fired, late) => {
    expect(generatorOf(fired, late)).toMatchObject({ saturated: true, lateSends: late })
  })
})

describe('it was not', () => {
  test.each([
    ['where it waited for the target for most of the time', {}, 0],
    ['where it was busy for much of it', { busyShare: 0.9 }, 0],
    ['where it was busy only for the moment that a burst takes', { busyShare: 1, durationMs: 199 }, 0],
    ['where one attempt in a hundred left late', {}, 2],
    ['where one attempt alone did', {}, 1],
  ])('%s', (_, fired, late) => {
    expect(generatorOf(fired, late)).toMatchObject({ saturated: false, lateSends: late })
  })

  test('where nothing was sent', () => {
    const nothing = new HistoryRecorder().history()
    expect(describeGenerator(calm, nothing, self)).toMatchObject({ saturated: false, lateSends: 0, sends: null })
  })
})

test('what it used and how busy it was are told as they were measured', () => {
  expect(generatorOf({ busyShare: 0.42 })).toEqual({
    ...self,
    busyShare: 0.42,
    sends: null,
    lateSends: 0,
    saturated: false,
  })
})
