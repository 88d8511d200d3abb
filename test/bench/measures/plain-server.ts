/** The embedded server with nothing that slows it down: no limit, no processing time, a database in memory. */
export const plainServer = { port: 0, database: null, processingMs: 0, rateLimit: null, http2: false } as const
