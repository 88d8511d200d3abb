import type { CheckCall, CheckRemark, CheckReport, CheckStage } from '../report/check-report.ts'
import type { Fields } from '../target/booking-api.ts'
import type { Header } from '../target/calls.ts'
import type { ToldContract } from '../target/contract/compile.ts'
import { maskOf, type Mask } from '../target/contract/mask.ts'
import { maskedHeaders } from '../target/contract/masked-headers.ts'
import { credentialHeaders, looksSecret, secretsIn, secretsInCookies, secretsOf } from '../target/contract/secrets.ts'
import { textOf } from '../target/contract/template.ts'
import { fieldName } from '../operator/complaint.ts'
import type { HttpCall, Remark, SqlCall, Stage } from './diary.ts'
import type { Finding } from './findings.ts'

export interface Walked {
  readonly stages: readonly Stage[]
  readonly findings: readonly Finding[]
  readonly notes: readonly string[]
  readonly failure: string | null
  readonly accounts: readonly Fields[]
}

/** All that is shown of a walk, with whatever is secret taken out: it is known only now what all of that is. */
export function shownWalk(
  contract: ToldContract,
  { stages, findings, notes, failure, accounts }: Walked,
): Pick<CheckReport, 'stages' | 'findings' | 'notes' | 'failure'> {
  const mask = maskOf([...secretsOf(contract, accounts), ...stages.flatMap(secretsMet)])
  const credentials = credentialHeaders(contract.definition)
  const headers = (all: readonly Header[]) =>
    maskedHeaders(all, { mask, credentials }).map(([name, value]): [string, string] => [name, value])
  const shown = { mask, headers }
  return {
    stages: stages
      .filter(({ calls, remarks }) => calls.length > 0 || remarks.length > 0)
      .map((stage) => shownStage(stage, shown)),
    findings: findings.map(({ place, sentence }) => `${place}: ${mask(sentence)}`),
    notes: notes.map(mask),
    failure: failure === null ? null : mask(failure),
  }
}

interface Shown {
  readonly mask: Mask
  readonly headers: (all: readonly Header[]) => [string, string][]
}

function shownStage({ title, readings, calls, remarks }: Stage, shown: Shown): CheckStage {
  return {
    title,
    readings,
    calls: calls.map((call) => (call.kind === 'request' ? shownRequest(call, shown) : shownQuestion(call, shown))),
    remarks: remarks.map((remark) => shownRemark(remark, shown)),
  }
}

function shownRequest(call: HttpCall, shown: Shown): CheckCall {
  const { step, request, answer } = call
  const { mask, headers } = shown
  return {
    kind: 'request',
    step,
    method: request.method,
    path: mask(request.path),
    headers: headers(pairsOf(request.headers)),
    body: request.body === null ? null : mask(pretty(request.body)),
    answer: { status: answer.status, headers: headers(answer.headers), body: mask(pretty(answer.body)) },
    remarks: remarksOf(call).map((remark) => shownRemark(remark, shown)),
  }
}

function shownQuestion({ step, query, values, rows }: SqlCall, { mask }: Shown): CheckCall {
  return {
    kind: 'sql',
    step,
    query: mask(query),
    values: values.map((value) => (typeof value === 'string' ? mask(value) : value)),
    rows: mask(JSON.stringify(rows, null, 2)),
    count: rows.length,
    remarks: [],
  }
}

const shownRemark = ({ text, isWrong }: Remark, { mask }: Shown): CheckRemark => ({ text: mask(text), isWrong })

/** What the contract found in an answer, but for what its stage tells. */
function remarksOf({ read, reading }: HttpCall): readonly Remark[] {
  if (read === null || reading === null) return []
  const { rule, found } = reading
  const captured = found.flatMap(({ path, value }) =>
    path.at(-2) === 'capture' ? [{ text: `captured ${String(path.at(-1))} = ${textOf(value)}`, isWrong: false }] : [],
  )
  if (rule === null) return captured
  return [{ text: `${fieldName([...read.path, 'answers', rule.index])} fits: ${rule.is}`, isWrong: false }, ...captured]
}

/** JSON as people read it; what is none stays as it is. */
function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}

const pairsOf = (flat: readonly string[]): readonly Header[] =>
  flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ''] as const] : []))

/** Cookies and tokens on their way, and what is called a secret where accounts are made and signed in. */
function secretsMet({ calls, isPrivate }: Stage): readonly string[] {
  return calls.flatMap((call) => {
    if (call.kind === 'sql') return []
    const { request, answer, reading } = call
    const sent = pairsOf(request.headers).flatMap(([name, value]) => (name === 'cookie' ? value.split(';') : []))
    const set = answer.setCookies().map((line) => line.split(';', 1)[0] ?? '')
    return [
      ...secretsInCookies([...sent, ...set]),
      ...(reading?.found ?? []).flatMap(({ path, value }) => (looksSecret(String(path.at(-1))) ? textOf(value) : [])),
      ...(isPrivate ? [request.body ?? '', answer.body].flatMap(secretsIn) : []),
    ]
  })
}
