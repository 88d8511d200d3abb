import type { Sent } from './sender.ts'
import type { ToldContract } from '../target/contract/compile.ts'
import type { Route, Shot } from './shot.ts'
import type { StartingLine } from './starting-line.ts'

/** What a thread is started with. */
export interface ThreadData {
  readonly route: Omit<Route, 'contract'>
  /** Of a module its file alone, since functions cannot be handed over. */
  readonly contract: ToldContract | { readonly module: string }
}

/** To a sending thread. */
export type ToThread =
  | { readonly type: 'connect'; readonly shot: Shot }
  | { readonly type: 'fire'; readonly line: StartingLine }
  | { readonly type: 'interrupt' }
  | { readonly type: 'close' }

/** From a sending thread: one answer to each `connect`, `fire` and `close`. */
export type FromThread =
  | { readonly type: 'connected' }
  | { readonly type: 'sent'; readonly sent: Sent }
  | { readonly type: 'closed' }
  /** `isTarget` where it was the target that failed. */
  | { readonly type: 'failed'; readonly message: string; readonly isTarget: boolean }
