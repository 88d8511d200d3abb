import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type * as sources from '../../src/fleet/fleet.ts'

const dist = join(import.meta.dirname, '../../dist/fleet')

/** Where a thread finds a module of the fleet. */
export const builtModule = (name: string): string => pathToFileURL(join(dist, name)).href

/** The fleet as it was built: a thread is started from a file that node can run, so the sources will not do. */
export const { openFleet }: typeof sources = await import(builtModule('fleet.js'))
