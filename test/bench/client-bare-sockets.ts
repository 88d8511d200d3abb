import { connect, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { answerParent } from './answer-parent.ts'
import type { Burst, ClientQuestion } from './client-questions.ts'
import { body, headers, path } from './request.ts'

// The least that a Node program can do to make requests arrive together: sockets, one byte held back, one loop.

/** More handshakes at once overflow a listen queue, which costs a second each. */
const handshakesAtOnce = 256

/** What has been flushed to the kernel may still be on its way to the server. */
const settleMs = 50

/** One connection, and the answer that it waits for. */
class Wire {
  readonly socket: Socket
  #text = ''
  #settle: (isWhole: boolean) => void = () => {}

  private constructor(socket: Socket) {
    this.socket = socket.setNoDelay(true).setEncoding('latin1')
    socket.on('data', (chunk: string) => {
      this.#text += chunk
      if (isFullAnswer(this.#text)) this.#end(true)
    })
    socket.on('close', () => this.#end(false))
    socket.on('error', () => {})
  }

  static open({ hostname, port }: URL): Promise<Wire> {
    return new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname).once('error', reject)
      socket.once('connect', () => resolve(new Wire(socket)))
    })
  }

  /** @returns whether the next answer came, and came whole */
  answer(): Promise<boolean> {
    return new Promise((resolve) => (this.#settle = resolve))
  }

  flush(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.socket.write(text, 'latin1', (error) => (error ? reject(error) : resolve()))
    })
  }

  #end(isWhole: boolean): void {
    this.#text = ''
    this.#settle(isWhole)
  }
}

function isFullAnswer(text: string): boolean {
  const headEnd = text.indexOf('\r\n\r\n')
  if (headEnd < 0) return false
  const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1] ?? '0'
  return text.length >= headEnd + 4 + Number(length)
}

function requestText(method: 'GET' | 'POST', { host }: URL): string {
  const head = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return method === 'GET'
    ? `GET ${path} HTTP/1.1\r\nhost: ${host}\r\n\r\n`
    : `POST ${path} HTTP/1.1\r\nhost: ${host}\r\n${head.join('')}content-length: ${body.length}\r\n\r\n${body}`
}

async function openWires(url: URL, count: number): Promise<readonly Wire[]> {
  const look = requestText('GET', url)
  const wires: Wire[] = []
  let left = count
  const lane = async () => {
    while (left-- > 0) {
      const wire = await Wire.open(url)
      const answer = wire.answer()
      await wire.flush(look)
      await answer
      wires.push(wire)
    }
  }
  await Promise.all(Array.from({ length: Math.min(count, handshakesAtOnce) }, lane))
  return wires
}

/** Kept from burst to burst. */
const kept: { key: string; wires: readonly Wire[] } = { key: '', wires: [] }

async function wiresFor(url: string, users: number): Promise<readonly Wire[]> {
  const key = `${users} ${url}`
  if (kept.key !== key) {
    for (const { socket } of kept.wires) socket.destroy()
    kept.wires = await openWires(new URL(url), users)
    kept.key = key
  }
  return kept.wires
}

async function burst(url: string, users: number): Promise<Burst> {
  const wires = await wiresFor(url, users)
  const request = requestText('POST', new URL(url))
  const answers = Promise.all(wires.map((wire) => wire.answer()))
  await Promise.all(wires.map((wire) => wire.flush(request.slice(0, -1))))
  await pause(settleMs)
  const lastByte = Buffer.from(request.slice(-1), 'latin1')
  const startedMs = performance.now()
  for (const { socket } of wires) socket.write(lastByte)
  const releaseUs = ((performance.now() - startedMs) * 1000) / users
  return { answered: (await answers).filter(Boolean).length, releaseUs }
}

answerParent(async (question: ClientQuestion) => {
  if (question.kind !== 'burst') throw new Error(`bare sockets are not made for a ${question.kind}`)
  return burst(question.url, question.users)
})
