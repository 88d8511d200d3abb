/** What a client is asked to do; the ones that are programs of this folder understand it as it stands. */
export type ClientQuestion =
  /** One request from each of so many users, all at the same instant, each on a connection of its own unless over HTTP/2. */
  | { readonly kind: 'burst'; readonly url: string; readonly users: number; readonly http2?: boolean }
  /** The same over one connection, as streams of HTTP/2; the certificate is that of the server. */
  | { readonly kind: 'streams'; readonly url: string; readonly certificate: string; readonly users: number }
  /** So many requests over so many connections, each sent as soon as the one before it has been answered. */
  | {
      readonly kind: 'loop'
      readonly url: string
      readonly connections: number
      readonly requests: number
      readonly token?: string
      readonly body?: string
    }
  /** Requests over so many connections for so long, each sent as soon as the one before it has been answered, however. */
  | { readonly kind: 'visits'; readonly url: string; readonly connections: number; readonly seconds: number }
  /** So many users on connections of their own, each with a request that waits, until the process ends. */
  | { readonly kind: 'hold'; readonly url: string; readonly users: number }
  /** The memory of the process in bytes, after its garbage has been collected. */
  | { readonly kind: 'rss' }

/** What became of a burst, as its client saw it. */
export interface Burst {
  /** Requests that the client counts as answered. */
  readonly answered: number
  /** Microseconds that the loop which released them took for each; null where the client has no such loop. */
  readonly releaseUs: number | null
}

/** What a client spent on a loop. */
export interface Spent {
  readonly requests: number
  readonly cpuUs: number
  readonly wallMs: number
}
