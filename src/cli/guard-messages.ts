/** What the tool says to the guard of a target. */
export type ToGuard =
  | { readonly type: 'start'; readonly command: string; readonly args: readonly string[] }
  | { readonly type: 'stop' }

/** What the guard says: how the command ended, by itself or because it was stopped, and the last that it wrote. */
export interface FromGuard {
  readonly type: 'ended'
  readonly how: string
  readonly lastLine: string | null
}
