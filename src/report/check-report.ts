import { z } from 'zod'
import { levels } from '../judge/rule.ts'

export const checkSchemaId = 'bookload.check/v1'

const header = z.tuple([z.string(), z.string()])

/** What was made of something, in words. */
const remark = z.strictObject({ text: z.string(), isWrong: z.boolean() })

const request = z.strictObject({
  kind: z.literal('request'),
  step: z.string().describe('the place in the contract, and the name of the step if it has one'),
  method: z.string(),
  path: z.string(),
  headers: z.array(header),
  body: z.string().nullable(),
  answer: z.strictObject({ status: z.int(), headers: z.array(header), body: z.string() }),
  remarks: z.array(remark),
})

const question = z.strictObject({
  kind: z.literal('sql'),
  step: z.string(),
  query: z.string(),
  values: z.array(z.union([z.string(), z.number(), z.boolean(), z.null()])),
  rows: z.string().describe('as JSON'),
  count: z.int().nonnegative(),
  remarks: z.array(remark),
})

const stage = z.strictObject({
  title: z.string(),
  readings: z.int().describe('how often it was asked; the last time is shown'),
  calls: z.array(z.discriminatedUnion('kind', [request, question])),
  remarks: z.array(remark),
})

const reach = z.strictObject({
  level: z.enum(levels),
  canHold: z.boolean(),
  rules: z.array(
    z.strictObject({
      id: z.string(),
      level: z.enum(levels).nullable(),
      lack: z.string().nullable().describe('why it will not be able to acquit; null where it will'),
      mayAccuse: z.boolean(),
    }),
  ),
})

/** What one user met on the way through a contract, without anything that is secret. */
export const checkReportSchema = z.strictObject({
  schema: z.literal(checkSchemaId),
  bookload: z.string(),
  contract: z.string(),
  name: z.string(),
  target: z.string(),
  stages: z.array(stage),
  findings: z.array(z.string()).describe('what is not as the contract says, each with its place'),
  notes: z.array(z.string()),
  failure: z.string().nullable().describe('why the walk broke off'),
  partial: z.boolean(),
  reach: reach.nullable().describe('what the judge will be able to rule on; null where that was not learnt'),
})

export type CheckReport = z.infer<typeof checkReportSchema>
export type CheckStage = z.infer<typeof stage>
export type CheckCall = z.infer<typeof request> | z.infer<typeof question>
export type CheckRemark = z.infer<typeof remark>

export const renderCheckJson = (report: CheckReport): string => `${JSON.stringify(report, null, 2)}\n`
