import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

const src = join(import.meta.dirname, '../src')

/** The rooms in the order in which data passes through them: a room imports from itself and from rooms above it. */
const rooms = [
  'booking',
  'operator',
  'target',
  'scenario',
  'plan',
  'users',
  'fire',
  'record',
  'fleet',
  'judge',
  'report',
  'compare',
  'run',
  'check',
  'server',
  'cli',
]

/** What a room may import although, or only although, the order alone would say otherwise. */
const houses: Readonly<Record<string, readonly string[]>> = {
  // The booking server is a house of its own beside the pipeline: it shares nothing with it but words.
  server: ['server', 'booking'],
}

/** Rooms inside the server; `domain` is pure, so it knows neither SQL nor HTTP. */
const domainMayImport = ['server/domain', 'booking']

/** Packages that only one room may know. */
const homes: Readonly<Record<string, readonly string[]>> = {
  commander: ['cli'],
  ora: ['cli'],
  chalk: ['cli', 'report'],
  'cli-table3': ['report'],
  'better-sqlite3': ['server', 'target'],
  pg: ['target'],
  mysql2: ['target'],
  fastify: ['server'],
  jsonwebtoken: ['server', 'target'],
  undici: ['target'],
  'tough-cookie': ['target'],
  'jsonpath-rfc9535': ['target'],
  yaml: ['operator', 'cli'],
}

interface Import {
  readonly file: string
  readonly to: string
}

const imports = readdirSync(src, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file): Import[] => {
    const text = readFileSync(join(src, file), 'utf8')
    const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, specifier = '']) => specifier)
    return specifiers.map((to) => ({ file, to: to.startsWith('.') ? relative(src, join(src, dirname(file), to)) : to }))
  })

const roomOf = (path: string): string => path.split('/')[0] ?? ''
const local = imports.filter(({ to }) => to.endsWith('.ts'))

test('the imports were found', () => {
  expect(local.length).toBeGreaterThan(100)
  expect(new Set(local.map(({ file }) => roomOf(file)))).toEqual(new Set(rooms))
})

describe('arrows point one way', () => {
  test('no room imports from a room below it', () => {
    const wrong = local.filter(({ file, to }) => rooms.indexOf(roomOf(to)) > rooms.indexOf(roomOf(file)))
    expect(wrong).toEqual([])
  })

  test('the server is a house of its own', () => {
    const wrong = local.filter(({ file, to }) => {
      const allowed = houses[roomOf(file)]
      return allowed !== undefined && !allowed.includes(roomOf(to))
    })
    expect(wrong).toEqual([])
  })

  test('the domain of the server knows neither its store nor its wire', () => {
    const wrong = local
      .filter(({ file }) => file.startsWith('server/domain/'))
      .filter(({ to }) => !domainMayImport.some((room) => to.startsWith(`${room}/`)))
    expect(wrong).toEqual([])
  })

  test('the judge is pure: it touches no file, network, clock or process', () => {
    const impure = imports.filter(({ file, to }) => roomOf(file) === 'judge' && to.startsWith('node:'))
    expect(impure).toEqual([])
  })
})

test.each(Object.entries(homes))('only its own rooms know %s', (name, allowed) => {
  const users = imports.filter(({ to }) => to === name || to.startsWith(`${name}/`))
  expect(users.length).toBeGreaterThan(0)
  expect(users.filter(({ file }) => !allowed.includes(roomOf(file)))).toEqual([])
})
