import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { body } from './request.ts'
import { isOnPath, timeTool, tools } from './tools.ts'

const folder = mkdtempSync(join(tmpdir(), 'bookload-tools-'))
afterAll(() => rmSync(folder, { recursive: true }))

const known = new Map(tools(folder).map((tool) => [tool.name, tool]))

// What wrk 4.1, hey 0.1 and ApacheBench 2.3 print, shortened.
const printed = {
  wrk: `  1 threads and 5 connections
  26011 requests in 1.00s, 3.22MB read
  Non-2xx or 3xx responses: 26010
Requests/sec:  26001.25`,
  hey: `Status code distribution:
  [201]\t1 responses
  [409]\t298 responses

Error distribution:
  [1]\tPost "http://127.0.0.1:1/": EOF`,
  ab: `Complete requests:      300
Failed requests:        2
   (Connect: 0, Receive: 2, Length: 0, Exceptions: 0)
Non-2xx responses:      297`,
}

describe('answers are read off what a tool prints', () => {
  test.each([
    ['wrk', 26011],
    ['hey', 299],
    ['ab', 298],
  ] as const)('%s', (name, answered) => {
    expect(known.get(name)?.answered(printed[name])).toBe(answered)
    expect(known.get(name)?.answered('')).toBe(0)
  })
})

describe('a tool is told', () => {
  const ask = { url: 'http://127.0.0.1:1/bookings', requests: 300, connections: 30 }

  test.each(['hey', 'ab'] as const)('%s: the requests, the connections, the URL and the same body', (name) => {
    const args = known.get(name)?.exactly?.(ask) ?? []
    expect(args[args.indexOf('-n') + 1]).toBe('300')
    expect(args[args.indexOf('-c') + 1]).toBe('30')
    expect(args.at(-1)).toBe(ask.url)
    const bodyFile = args.find((arg) => arg.startsWith(folder)) ?? ''
    expect(readFileSync(bodyFile, 'utf8')).toBe(body)
  })

  test('wrk: only for how long, as it cannot count', () => {
    expect(known.get('wrk')?.exactly).toBeNull()
  })
})

test('what a program prints is kept apart from the CPU it took', async () => {
  const busy = 'let n = 0; while (process.cpuUsage().user < 200_000) n++; console.log("done 1 2")'
  const { printed: said, cpuUs } = await timeTool(process.execPath, ['-e', busy])
  expect(said).toBe('done 1 2\n')
  expect(cpuUs).toBeGreaterThanOrEqual(190_000)
})

test('a program is looked for on the PATH', () => {
  expect(isOnPath('bash')).toBe(true)
  expect(isOnPath('no-such-load-generator')).toBe(false)
})
