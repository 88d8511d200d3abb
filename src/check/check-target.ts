import { brokenIn, reachOf } from '../judge/reach.ts'
import { TargetError } from '../operator/errors.ts'
import { checkSchemaId, type CheckReport } from '../report/check-report.ts'
import { lacksOf } from './lacks.ts'
import { shownWalk } from './shown-walk.ts'
import { Walk, type WalkOptions } from './walk.ts'

export interface CheckOptions extends WalkOptions {
  readonly version: string
}

/** Sends one user through a contract, and says what came of it, and what a judge will be able to rule on. */
export async function checkTarget(options: CheckOptions): Promise<CheckReport> {
  const { target, signal, version } = options
  const walk = new Walk(options)
  const failure = await failureOf(walk, signal)
  const { definition, file, name } = target.contract
  const { stages } = walk.diary
  // Of an event that was there already, nobody knows what it was before.
  if (walk.findings.all.length === 0 && definition.event.id === undefined) accuse(walk)
  const { all } = walk.findings
  return {
    schema: checkSchemaId,
    bookload: version,
    contract: file,
    name,
    target: target.baseUrl,
    ...shownWalk(target.contract, { stages, findings: all, notes: walk.notes, failure, accounts: walk.accounts }),
    partial: signal.aborted,
    reach: walk.facts === null ? null : mutable(reachOf(walk.facts, lacksOf(definition))),
  }
}

/** Goes, and tells why it broke off; null where it did not. */
async function failureOf(walk: Walk, signal: AbortSignal): Promise<string | null> {
  const { diary, findings } = walk
  try {
    await walk.go()
    return walk.unread
  } catch (error) {
    if (signal.aborted) return 'interrupted'
    if (!(error instanceof TargetError)) throw error
    return findings.unquoted(error.message, diary.stages.at(-1) ?? { calls: [] })
  } finally {
    await walk.close()
  }
}

/** Rules that look at one place of the contract only: where one user breaks them, that place was misread. */
const readBy: Readonly<Record<string, readonly string[]>> = {
  conservation: ['ledger', 'available'],
  'version-chain': ['ledger', 'version'],
  'read-freshness': ['event', 'look', 'version'],
  // One user cannot oversell anything: rows of other events were taken for those of this one, or some were not read.
  'no-oversell': ['ledger'],
  'no-phantom': ['ledger'],
  'sources-agree': ['ledger'],
}

function accuse({ closing, findings, notes, diary }: Walk): void {
  if (closing === null) return
  for (const { id, claim } of brokenIn(closing)) {
    const path = readBy[id]
    if (path !== undefined)
      findings.add({ path, sentence: `${id} is broken by one user alone: ${claim}` }, diary.stages.at(-1) ?? null)
    else if (!notes.some((note) => note.includes(id))) notes.push(`${id} is broken by one user alone: ${claim}`)
  }
}

const mutable = ({ level, canHold, rules }: ReturnType<typeof reachOf>) => ({ level, canHold, rules: [...rules] })
