import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { isOnPath } from './tools.ts'
import { readReceived, receivedFrom } from './segments.ts'

const printed = [
  'ESTAB 0      0      127.0.0.1:38845 127.0.0.1:48210 bbr wscale:10,10 rto:200 bytes_received:20134 segs_out:2 segs_in:41 data_segs_in:27 bbr:(bw:0bps,mrtt:0.023) send 113975652174bps',
  'ESTAB 0      0      127.0.0.1:38845 127.0.0.1:4821 cubic rto:200 bytes_received:7 segs_in:4 data_segs_out:9 data_segs_in:1 send 1bps',
  'ESTAB 0      0          [::1]:38845     [::1]:50000 cubic rto:200 segs_out:2 segs_in:1 send 1bps',
  '',
].join('\n')

test('the connection is found by the port of the other end, whole', () => {
  expect(readReceived(printed, 48210)).toEqual({ segments: 27, bytes: 20134 })
  expect(readReceived(printed, 4821)).toEqual({ segments: 1, bytes: 7 })
})

test('a counter that is not printed is 0, also over IPv6', () => {
  expect(readReceived(printed, 50000)).toEqual({ segments: 0, bytes: 0 })
})

test('a port that belongs to this end, or to nobody, is not found', () => {
  expect(readReceived(printed, 38845)).toBeNull()
  expect(readReceived('', 48210)).toBeNull()
})

test.runIf(isOnPath('ss'))('the kernel counts two writes apart from each other as two segments', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server's address is an AddressInfo
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1').setNoDelay(true)
  const accepted: Promise<Socket[]> = once(server, 'connection')
  const [peer] = await accepted
  onTestFinished(() => {
    client.destroy()
    server.close()
  })
  for (const text of ['one', 'three']) {
    client.write(text)
    if (peer) await once(peer, 'data')
  }
  expect(await receivedFrom(client.localPort ?? 0)).toEqual({ segments: 2, bytes: 8 })
})
