import { createReadStream } from 'node:fs'
import { judgeHistory } from '../../src/run/judge-history.ts'
import { answerParent } from './answer-parent.ts'
import type { HistoryQuestion, HistorySpent } from './history-questions.ts'
import { spentOn } from './spent.ts'

// Reads one file, as a process of its own that has read nothing before, as whoever calls the tool has it.

/** What nobody who reads NDJSON can do without: lines, and the JSON of each. */
async function parse(path: string): Promise<number> {
  let rest = ''
  let lines = 0
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
    const whole = `${rest}${String(chunk)}`.split('\n')
    rest = whole.pop() ?? ''
    for (const line of whole) if (typeof JSON.parse(line) === 'object') lines++
  }
  return lines
}

/** All that `bookload judge` does but to show it. */
async function judge(path: string): Promise<number> {
  const { result } = await judgeHistory({
    path,
    ledgerPath: null,
    expectations: [],
    judgedAt: new Date(0),
    version: 'bench',
  })
  if (result.verdict.ruling !== 'held') throw new Error(`the sale of a correct system is ${result.verdict.ruling}`)
  return result.rounds.reduce((sum, { attempts }) => sum + attempts.total, 0)
}

answerParent(async ({ kind, path }: HistoryQuestion): Promise<HistorySpent> => {
  const spent = await spentOn(() => (kind === 'parse' ? parse(path) : judge(path)))
  return { ...spent, rssPeakMb: process.resourceUsage().maxRSS / 1024 }
})
