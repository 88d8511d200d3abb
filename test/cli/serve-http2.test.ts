import { existsSync, readFileSync } from 'node:fs'
import { afterEach, expect, test } from 'vitest'
import { Http2Client } from '../server/support/http2-client.ts'
import { Workplace } from './bookload.ts'

const place = new Workplace()
afterEach(() => place.dispose())

test('`serve --http2` says where its certificate is, and what it says to try works', async () => {
  const started = place.start(['serve', '--http2', '--port', '0', '--db', place.path('kept.db')])
  const [, trying = ''] = await started.until('stdout', /^Try +(.+)$/m)
  const {
    file = '',
    url = '',
    adminToken = '',
  } = /^NODE_EXTRA_CA_CERTS=(?<file>\S+) bookload run quick --http2 --target (?<url>\S+) --admin-token (?<adminToken>\S+)$/.exec(
    trying,
  )?.groups ?? {}
  expect(url).toMatch(/^https:/)
  const client = await Http2Client.connect({ url, adminToken, certificate: readFileSync(file, 'utf8') })
  expect(await client.get('/health', '')).toMatchObject({ status: 200 })
  const seed = ['seed', '--users', '2', '--out', 'users.csv', '--target', url, '--admin-token', adminToken]
  expect(await place.run(seed, { NODE_EXTRA_CA_CERTS: file })).toMatchObject({ code: 0 })
  started.child.kill('SIGINT')
  // A connection is still open. Neither it nor the certificate outlives the server.
  await started.end()
  expect(existsSync(file)).toBe(false)
  expect(place.leftovers()).toEqual([])
})
