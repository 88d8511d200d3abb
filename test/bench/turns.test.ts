import { describe, expect, test } from 'vitest'
import { inTurn, orderOf } from './turns.ts'

describe('the order of a turn', () => {
  const turns = Array.from({ length: 6 }, (_, turn) => orderOf(['a', 'b', 'c'], turn).join(''))

  test('everybody goes once', () => {
    for (const order of turns) expect(order.split('').sort().join('')).toBe('abc')
  })

  test('it is another one each time, until every start and both directions have been', () => {
    expect(new Set(turns).size).toBe(6)
  })

  test('two participants take turns in going first', () => {
    const firsts = Array.from({ length: 8 }, (_, turn) => orderOf(['a', 'b'], turn)[0])
    expect(firsts.filter((first) => first === 'a')).toHaveLength(4)
  })
})

test('each participant is measured once a turn, one after another, and its samples are its own', async () => {
  const seen: string[] = []
  let isBusy = false
  const samples = await inTurn([{ name: 'a' }, { name: 'b' }], 3, async ({ name }) => {
    expect(isBusy).toBe(false)
    isBusy = true
    await Promise.resolve()
    isBusy = false
    seen.push(name)
    return `${name}${seen.filter((other) => other === name).length}`
  })
  expect([...samples]).toEqual([
    ['a', ['a1', 'a2', 'a3']],
    ['b', ['b1', 'b2', 'b3']],
  ])
})
