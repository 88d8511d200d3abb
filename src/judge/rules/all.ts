import type { Rule } from '../rule.ts'
import { accounted } from './accounted.ts'
import { ackedDurable } from './acked-durable.ts'
import { conservation } from './conservation.ts'
import { contended } from './contended.ts'
import { justifiedRefusal } from './justified-refusal.ts'
import { noOversell } from './no-oversell.ts'
import { noPhantom } from './no-phantom.ts'
import { readFreshness } from './read-freshness.ts'
import { realTimeOrder } from './real-time-order.ts'
import { refusedButBooked } from './refused-but-booked.ts'
import { spuriousConflict } from './spurious-conflict.ts'
import { uniqueReference } from './unique-reference.ts'
import { versionChain } from './version-chain.ts'

/** Every rule, what was sold first, then what was said, then whether the round could tell. */
export const allRules: readonly Rule[] = [
  noOversell,
  conservation,
  versionChain,
  realTimeOrder,
  readFreshness,
  justifiedRefusal,
  spuriousConflict,
  uniqueReference,
  ackedDurable,
  refusedButBooked,
  noPhantom,
  accounted,
  contended,
]
