import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { ServerOptions } from '../../../src/server/options.ts'
import { openServer, type BookingServer } from '../../../src/server/server.ts'
import { ApiClient } from './api-client.ts'
import { temporaryFolder } from './temporary-folder.ts'

export interface TestServer {
  readonly api: ApiClient
  readonly server: BookingServer
  /** The path of its SQLite file. */
  readonly database: string
}

/** A server on a free port, over a database file of its own; both are gone when the test is over. */
export async function startServer(options: Partial<ServerOptions> = {}): Promise<TestServer> {
  const database = options.database ?? join(temporaryFolder(), 'test.db')
  const server = await openServer({
    port: 0,
    strategy: 'optimistic',
    processingMs: 0,
    rateLimit: null,
    http2: false,
    ...options,
    database,
  })
  const api = new ApiClient(server)
  onTestFinished(async () => {
    await api.close()
    await server.close()
  })
  return { api, server, database }
}

/** Only the client, where the server is all that is to be told. */
export async function startApi(options: Partial<ServerOptions> = {}): Promise<ApiClient> {
  const { api } = await startServer(options)
  return api
}
