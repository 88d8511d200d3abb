import { EmbeddedServer } from './embedded-target.ts'

/** The server processes of one command, so that none is left behind however it ends. */
export class EmbeddedServers {
  readonly #servers: EmbeddedServer[] = []

  fork(): EmbeddedServer {
    const server = new EmbeddedServer()
    this.#servers.push(server)
    return server
  }

  /** Stops those that still run, and waits until they, their ports and their temporary files are gone. */
  async stop(): Promise<void> {
    await Promise.all(this.#servers.map((server) => server.stop()))
  }

  /** Ends them without waiting for anything. */
  kill(): void {
    for (const server of this.#servers) server.kill()
  }
}
