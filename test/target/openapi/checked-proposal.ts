import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ToldContract } from '../../../src/target/contract/compile.ts'
import { parseContract } from '../../../src/target/contract/read-contract.ts'
import { proposeContract, type Proposal } from '../../../src/target/openapi/propose-contract.ts'
import { readYaml } from '../../../src/operator/yaml-file.ts'

/** A proposal, and what reading it as a contract gives. */
export interface CheckedProposal extends Proposal {
  readonly told: ToldContract
  readonly contract: ToldContract['definition']
}

/** Proposes a contract, and holds it against all that is checked of one. */
export function proposeChecked(document: unknown): CheckedProposal {
  const proposal = proposeContract(document, { schema: './contract.v1.json' })
  const told = readProposal(proposal.yaml)
  return { ...proposal, told, contract: told.definition }
}

/** Reads a contract with something in each variable that it names. */
export function readProposal(yaml: string): ToldContract {
  const names = [...yaml.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name)
  const environment = Object.fromEntries(names.map((name) => [name, `the-${name.toLowerCase()}`]))
  return parseContract(readYaml(yaml, 'target.yaml'), { file: 'target.yaml', environment })
}

export function proposeFixture(name: string): CheckedProposal {
  const file = join(import.meta.dirname, 'fixtures', name)
  return proposeChecked(readYaml(readFileSync(file, 'utf8'), file).content)
}

/** A document with these operations: what is said of each is what it needs to be read. */
export const documentWith = (paths: object, rest: object = {}): object => ({
  openapi: '3.1.0',
  info: { title: 'Sales API', version: '1' },
  servers: [{ url: 'http://localhost:4000' }],
  paths,
  ...rest,
})

export const text = { type: 'string' }
export const count = { type: 'integer' }

/** An operation that nobody takes for anything but a booking. */
export const order = (more: object = {}) => ({
  ...askedWith({ showId: text, quantity: count }),
  ...answering(201, { id: text, quantity: count }),
  ...more,
})

/** What an operation answers with, and what it is asked with. */
export const answering = (status: number, properties: object, description = 'Done') => ({
  responses: { [status]: { description, content: json({ type: 'object', properties }) } },
})

export const askedWith = (properties: object, required: readonly string[] = Object.keys(properties)) => ({
  requestBody: { content: json({ type: 'object', required, properties }) },
})

const json = (schema: object) => ({ 'application/json': { schema } })
