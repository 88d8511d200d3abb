import { Chalk } from 'chalk'
import type { Style } from '../../src/report/style.ts'

/** Without colour, so wide. */
export const plain = (width: number): Style => ({ chalk: new Chalk({ level: 0 }), width })
