import type { Strategy } from '../../booking/strategy.ts'
import { atomic } from './atomic.ts'
import type { BookingStrategy, StrategyTools } from './booking-strategy.ts'
import { naive } from './naive.ts'
import { optimistic } from './optimistic.ts'
import { pessimistic } from './pessimistic.ts'

const factories: Readonly<Record<Strategy, (tools: StrategyTools) => BookingStrategy>> = {
  optimistic,
  pessimistic,
  atomic,
  naive,
}

export const createStrategy = (name: Strategy, tools: StrategyTools): BookingStrategy => factories[name](tools)
