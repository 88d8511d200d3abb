import { describe, expect, test } from 'vitest'
import { prepareRound } from '../../src/judge/judged-round.ts'
import { inSureOrder } from '../../src/judge/sure-order.ts'
import { roundFrom } from '../builders/round.ts'

/** The order that accuses nobody, as `kind reference`, and what was held after each. */
function sure(rows: readonly string[], history = 'user outcome reference', opening: { available?: number } = {}) {
  const { ledger, facts } = prepareRound(
    roundFrom({ history, opening, ledger: ['version kind reference account seats', ...rows].join('\n') }),
  )
  if ('unavailable' in ledger) throw new Error('the round has a ledger')
  const { entries, heldAfter, isTold } = inSureOrder(ledger, facts.opening)
  return { isTold, order: entries.map(({ kind, reference }) => `${kind} ${reference}`), heldAfter: [...heldAfter] }
}

test('with versions, it is theirs', () => {
  expect(sure(['2 booked A u0 2', '4 booked B u1 1', '3 cancelled A u0 2'])).toEqual({
    isTold: true,
    order: ['booked A', 'cancelled A', 'booked B'],
    heldAfter: [2, 0, 1],
  })
})

test('where nothing came back, any will do', () => {
  expect(sure(['0 booked B u1 1', '0 booked A u0 2'])).toMatchObject({ isTold: true, order: ['booked B', 'booked A'] })
})

describe('where something came back', () => {
  test('what came back whole is left out, and the others stay as they are listed', () => {
    expect(sure(['0 booked B u1 1', '0 cancelled A u0 2', '0 booked A u0 2', '0 booked C u2 3'])).toEqual({
      isTold: false,
      order: ['booked B', 'booked C'],
      heldAfter: [1, 4],
    })
  })

  test('so is a place in the queue that was given seats, and gave them back', () => {
    const rows = ['0 promoted A u0 2', '0 cancelled A u0 2', '0 waitlisted A u0 2', '0 booked C u2 3']
    expect(sure(rows)).toMatchObject({ order: ['booked C'], heldAfter: [3] })
  })

  test('but what its user was told is a booking was one', () => {
    const history = 'user outcome reference seats\n 0 booked A 2\n 1 waitlisted B 2\n 2 booked C 2'
    const rows = ['0 booked A u0 2', '0 cancelled A u0 2', '0 booked B u1 2', '0 cancelled B u1 2']
    expect(sure(rows, history)).toEqual({ isTold: false, order: ['booked A', 'cancelled A'], heldAfter: [2, 0] })
  })

  test('and whoever was told of another booking under the same account was told of that alone', () => {
    const history = 'user outcome reference attempt\n 0 booked A 1\n 0 booked B 2'
    const rows = ['0 booked A u0 1', '0 cancelled A u0 1', '0 booked C u0 1', '0 cancelled C u0 1', '0 booked B u0 1']
    expect(sure(rows, history).order).toEqual(['booked A', 'cancelled A', 'booked B'])
  })

  test('of what came back in parts, the most comes first', () => {
    const rows = ['0 booked A u0 4', '0 cancelled A u0 1', '0 booked B u1 5', '0 cancelled B u1 3', '0 promoted C u2 1']
    expect(sure(rows)).toEqual({
      isTold: false,
      order: ['booked B', 'cancelled B', 'booked A', 'cancelled A', 'promoted C'],
      heldAfter: [5, 2, 6, 5, 6],
    })
  })

  test('what is older than the round was free before anything was sold in it', () => {
    expect(sure(['0 booked B u1 1', '0 cancelled OLD u9 2'], undefined, { available: 8 })).toEqual({
      isTold: false,
      order: ['cancelled OLD', 'booked B'],
      heldAfter: [0, 1],
    })
  })
})
