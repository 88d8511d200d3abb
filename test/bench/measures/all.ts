import type { Measure } from '../measure.ts'
import { answers } from './answers.ts'
import { armed } from './armed.ts'
import { contract } from './contract.ts'
import { cpu } from './cpu.ts'
import { http2 } from './http2.ts'
import { judge } from './judge.ts'
import { memory } from './memory.ts'
import { power } from './power.ts'
import { race } from './race.ts'
import { seeding } from './seeding.ts'
import { spread } from './spread.ts'

/** In the order in which they are run and shown. */
export const measures: readonly Measure[] = [
  spread,
  cpu,
  contract,
  memory,
  armed,
  http2,
  race,
  power,
  answers,
  seeding,
  judge,
]
