import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ToServer, FromServer, StartOptions } from './process-messages.ts'
import type { BookingServer } from './server.ts'
import { DatabaseFileError } from './store/database-errors.ts'
import { UsageSampler } from './usage-sampler.ts'

// The entry of the process that `bookload run` forks: a server that is told what to do by its parent, and never outlives it.

// Loading takes most of the start, so it begins before the parent has said anything. A failure is reported at `start`.
const serverModule = import('./server.ts')
serverModule.catch(() => undefined)

const sampler = new UsageSampler()
let opening: Promise<BookingServer | null> = Promise.resolve(null)
let ending: Promise<void> | undefined

process.on('message', (message: unknown) => {
  if (isToServer(message)) obey(message)
})
process.on('disconnect', end)
process.on('SIGTERM', end)
// Ctrl-C, and the end of a terminal, reach the whole process group. Whether the run ends, and after which last
// questions, is up to the parent.
process.on('SIGINT', () => undefined)
process.on('SIGHUP', () => undefined)
// A parent that died before this line is not announced any more.
if (!process.connected) end()

function obey(message: ToServer): void {
  switch (message.type) {
    case 'start':
      opening = start(message.options)
      return
    case 'setProcessing':
      void setProcessing(message.ms)
      return
    case 'startMeasuring':
      void startMeasuring(message.burst)
      return
    case 'stopMeasuring':
      void stopMeasuring()
      return
    case 'stop':
      end()
  }
}

async function start(options: StartOptions): Promise<BookingServer | null> {
  try {
    const { openServer } = await serverModule
    const folder = options.database === null ? makeFolder() : null
    const database = options.database ?? join(folder ?? '', 'bookload.db')
    const server = await openServer({ ...options, database })
    const { url, adminToken, certificate, store } = server
    send({ type: 'ready', url, adminToken, certificate, pid: process.pid, folder, store })
    return server
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    send({ type: 'failed', message, isFile: error instanceof DatabaseFileError })
    return null
  }
}

async function setProcessing(ms: number): Promise<void> {
  const server = await opening
  server?.setProcessing(ms)
  send({ type: 'processingSet' })
}

async function startMeasuring(burst: number): Promise<void> {
  const server = await opening
  server?.arrivals.start(burst)
  sampler.start()
  send({ type: 'measuring' })
}

async function stopMeasuring(): Promise<void> {
  const server = await opening
  send({ type: 'usage', ...sampler.stop(), arrivals: server?.arrivals.stop() ?? null })
}

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bookload-'))
  // At exit, so that the folder goes however this process ends, as long as it is not killed outright.
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  return folder
}

function end(): void {
  ending ??= close().finally(() => process.exit())
}

async function close(): Promise<void> {
  const server = await opening
  await server?.close()
}

function send(message: FromServer): void {
  // The parent may be gone; then `disconnect` is on its way, and there is nobody to tell.
  process.send?.(message, undefined, undefined, () => undefined)
}

function isToServer(message: unknown): message is ToServer {
  return typeof message === 'object' && message !== null && 'type' in message
}
