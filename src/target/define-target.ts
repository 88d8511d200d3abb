import type { ContractDefinition } from './contract/definition.ts'

export type {
  AnswerRule,
  ContractDefinition,
  Meant,
  Scope,
  Send,
  Source,
  StepDefinition,
  ToldRow,
} from './contract/definition.ts'
export type { Answer, Fields, PreparedRequest } from './booking-api.ts'

/**
 * What a module exports by default to say how a booking API is talked to: all that a contract file may say, with a function
 * wherever data does not suffice. It is checked when it is loaded; this only lets editors know its type.
 */
export const defineTarget = (definition: ContractDefinition): ContractDefinition => definition
