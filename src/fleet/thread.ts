import { parentPort, workerData, type MessagePort } from 'node:worker_threads'
import { messageOf, TargetError } from '../operator/errors.ts'
import { importContract } from '../target/contract/read-contract.ts'
import { LocalSender } from './local-sender.ts'
import type { Route } from './shot.ts'
import type { FromThread, ThreadData, ToThread } from './thread-messages.ts'
import { waitAtStartingLine } from './starting-line.ts'
import type { History } from '../record/history.ts'

// The entry of a sending thread: a sender that is told what to do by messages, and sends its records home whole.

const sender = new LocalSender(await routeOf(workerData))
const interruption = new AbortController()

if (parentPort) listen(parentPort)

async function routeOf({ route, module }: ThreadData): Promise<Route> {
  return module === null ? route : { ...route, contract: await importContract(module) }
}

function listen(port: MessagePort): void {
  port.on('message', (message: ToThread) => {
    if (message.type === 'interrupt') interruption.abort()
    else void obey(message).then(({ answer, moved }) => port.postMessage(answer, moved))
  })
}

async function obey(
  message: Exclude<ToThread, { type: 'interrupt' }>,
): Promise<{ answer: FromThread; moved: ArrayBuffer[] }> {
  try {
    switch (message.type) {
      case 'connect':
        await sender.connect(message.shot, interruption.signal)
        return { answer: { type: 'connected' }, moved: [] }
      case 'fire': {
        const sent = await sender.fire((wakeUp) => waitAtStartingLine(message.line, wakeUp), interruption.signal)
        return { answer: { type: 'sent', sent }, moved: columnsOf(sent.history) }
      }
      case 'close':
        await sender.close()
        return { answer: { type: 'closed' }, moved: [] }
    }
  } catch (error) {
    const text = messageOf(error)
    return { answer: { type: 'failed', message: text, isTarget: error instanceof TargetError }, moved: [] }
  }
}

/** The memory of a history, which is handed over instead of being copied. */
function columnsOf(history: History): ArrayBuffer[] {
  return Object.values(history).flatMap((column: unknown) =>
    ArrayBuffer.isView(column) && column.buffer instanceof ArrayBuffer ? [column.buffer] : [],
  )
}
