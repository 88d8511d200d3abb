import type { Endpoint } from './endpoint.ts'
import { Http1Lines } from './http1/http1-lines.ts'
import { Http2Lines } from './http2/http2-lines.ts'
import type { Lines } from './line.ts'

/** Lines to a target, none of them open yet: a connection each, or many to a connection over HTTP/2. */
export const linesTo = (endpoint: Endpoint, { http2 }: { http2: boolean }): Lines =>
  http2 ? new Http2Lines(endpoint) : new Http1Lines(endpoint)
