import { expect } from 'vitest'
import type { EndedAttempt } from '../../../src/fire/attempt.ts'
import { rawTarget, type Behaviour, type RawConnection, type RawTarget } from '../../targets/raw-target.ts'
import { fire } from './fire.ts'

interface Story {
  readonly top?: string
  readonly round?: string
  readonly beforeGate?: (target: RawTarget) => void | Promise<void>
}

/**
 * Plays a burst of six against a target that misbehaves, and holds it to what is true of every burst: it ends, every
 * attempt that was begun was recorded once, every user has an ending, and no connection is left open.
 */
export async function burst(behaviour: Behaviour, { top = '', round = '', beforeGate }: Story = {}) {
  const target = await rawTarget(behaviour)
  const played = await fire(
    target.origin,
    { top: `users: 6\n${top}`, round },
    beforeGate ? { beforeGate: () => beforeGate(target) } : {},
  )
  const { attempts, fired, plan, close } = played
  expect(attempts).toHaveLength(fired.launched)
  for (const user of plan.user) {
    const own = attempts.filter((attempt) => attempt.user === user).map(({ attempt }) => attempt)
    expect(own).toEqual(Array.from({ length: Math.max(1, own.length) }, (_, index) => index + 1))
  }
  await close()
  await target.deserted()
  return { ...played, target }
}

export const endings = (attempts: readonly EndedAttempt[]) =>
  attempts.map(({ outcome, status }) => ({ ...outcome, status }))
export const six = <Value>(value: Value): readonly Value[] => Array.from({ length: 6 }, () => value)
export const reply =
  (text: string) =>
  ({ socket }: RawConnection) =>
    void socket.write(text)
export const created = '{"reference":"EVT-AAAAAA","seats":1,"version":2}'
export const booked = { kind: 'booked', reference: 'EVT-AAAAAA', seats: 1, version: 2, status: 201 }
