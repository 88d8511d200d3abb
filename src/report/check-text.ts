import { groupBy } from '../judge/group.ts'
import { brokenLines } from './broken-lines.ts'
import type { CheckCall, CheckRemark, CheckReport, CheckStage } from './check-report.ts'
import { countOf } from './count-text.ts'
import { standingMarks, standingPaint, type Standing } from './standing.ts'
import type { Style } from './style.ts'
import { clip } from './text-width.ts'
import { labelled } from './wrap-text.ts'

/** Lines of a body that are shown: whoever reads on has seen what it is. */
const bodyLines = 40
/** Characters of a header that are shown. */
const headerCharacters = 200
const indent = 2

/** Every request of a check with its answer and, where all is well, what the judge will be able to rule on. */
export function renderCheck(report: CheckReport, style: Style): string {
  const paragraphs = [
    title(report, style),
    ...report.stages.map((stage) => stageLines(stage, style)),
    ...(report.findings.length === 0 && report.failure === null ? [reachLines(report, style)] : []),
    notesLines(report, style),
  ]
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n')
}

function title({ name, contract, target }: CheckReport, { chalk, width }: Style): readonly string[] {
  const facts = [`one user through ${contract}`, target]
  return labelled({ text: name, paint: chalk.bold.cyan }, { text: facts }, { width })
}

function stageLines(stage: CheckStage, style: Style): readonly string[] {
  const { chalk, width } = style
  const again = stage.readings > 1 ? [`asked ${stage.readings} times; the last is shown`] : []
  return [
    ...labelled({ text: stage.title, paint: chalk.bold }, { text: again }, { width }),
    ...stage.calls.flatMap((call) => callLines(call, style)),
    ...remarkLines(stage.remarks, style),
  ]
}

function callLines(call: CheckCall, style: Style): readonly string[] {
  const { chalk } = style
  const head = ' '.repeat(indent) + chalk.underline(clip(call.step, style.width - indent))
  if (call.kind === 'sql') {
    const values =
      call.values.length === 0 ? [] : ['', `with ${call.values.map((value) => JSON.stringify(value)).join(', ')}`]
    return [
      head,
      ...marked('>', [call.query.trim(), ...values], style),
      ...marked('<', [countOf(call.count, 'row'), '', ...call.rows.split('\n')], style),
      ...remarkLines(call.remarks, style),
    ]
  }
  const { answer } = call
  return [
    head,
    ...marked('>', [`${call.method} ${call.path}`, ...headerLines(call.headers), ...bodyOf(call.body ?? '')], style),
    ...marked('<', [`${answer.status}`, ...headerLines(answer.headers), ...bodyOf(answer.body)], style),
    ...remarkLines(call.remarks, style),
  ]
}

const headerLines = (headers: readonly (readonly [string, string])[]): readonly string[] =>
  headers.map(
    ([name, value]) => `${name}: ${value.length > headerCharacters ? `${value.slice(0, headerCharacters)}…` : value}`,
  )

const bodyOf = (body: string): readonly string[] => (body === '' ? [] : ['', ...body.trimEnd().split('\n')])

/** What was sent is marked like this, and what came back like that, so that they are told apart without colour, too. */
function marked(mark: '>' | '<', texts: readonly string[], { chalk, width }: Style): readonly string[] {
  const lines = texts.flatMap((text) => brokenLines(text, width - indent - 2))
  const most = bodyLines + texts.indexOf('') + 1
  const more = lines.length - most
  const shown = more > 0 ? [...lines.slice(0, most), `… and ${countOf(more, 'line')} more`] : lines
  const paint = mark === '>' ? chalk.cyan : chalk.magenta
  return shown.map((line) => `${' '.repeat(indent)}${paint(mark)} ${line}`.trimEnd())
}

function remarkLines(remarks: readonly CheckRemark[], style: Style): readonly string[] {
  return remarks.flatMap(({ text, isWrong }) => {
    const standing: Standing = isWrong ? 'violated' : 'held'
    const mark = { text: standingMarks[standing], paint: standingPaint(standing, style) }
    return labelled(mark, { text }, { indent, width: style.width })
  })
}

/** Rules that one thing keeps from ruling have a line together, so that the reason is told once. */
function reachLines({ reach }: CheckReport, style: Style): readonly string[] {
  if (reach === null) return []
  const { chalk, width } = style
  const full = reach.rules.filter(({ lack }) => lack === null)
  const lacking = [
    ...groupBy(
      reach.rules.filter(({ lack }) => lack !== null),
      ({ lack, mayAccuse }) => `${mayAccuse} ${lack}`,
    ).values(),
  ]
  const groups = [
    { rules: full, standing: 'held' as const, word: 'will rule', reason: null },
    ...lacking.map((rules) => {
      const [{ lack, mayAccuse }] = rules
      return mayAccuse
        ? { rules, standing: 'inconclusive' as const, word: 'accuse only', reason: lack }
        : { rules, standing: 'unseen' as const, word: 'cannot rule', reason: lack }
    }),
  ].filter(({ rules }) => rules.length > 0)
  return [
    ...labelled(
      { text: 'what the judge will see', paint: chalk.bold },
      { text: [reach.level, reach.canHold ? 'a run can be held' : 'no run can be held: it ends with 3 at best'] },
      { width },
    ),
    ...groups.flatMap(({ rules, standing, word, reason }) => {
      const head = `${standingMarks[standing]} ${countOf(rules.length, 'rule').padEnd(8)} ${word}`
      const names = rules.map(({ id }) => id).join(', ')
      const paint = standingPaint(standing, style)
      return labelled(
        { text: head, paint },
        { text: reason === null ? names : `${reason}: ${names}` },
        { indent, room: 24, width },
      )
    }),
  ]
}

function notesLines({ notes }: CheckReport, { chalk, width }: Style): readonly string[] {
  return notes.flatMap((note) => labelled({ text: '!', paint: chalk.yellow }, { text: note }, { width }))
}
