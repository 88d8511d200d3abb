import { groupBy } from '../judge/group.ts'
import { countOf } from './count-text.ts'
import { expectationText, expectationWord, type ExpectationWord } from './expectation-text.ts'
import type { RoundResult } from './result.ts'
import { standingMarks, standingPaint, type Standing } from './standing.ts'
import type { Paint, Style } from './style.ts'
import { padEnd, textWidth } from './text-width.ts'
import { witnessBlock } from './witness-block.ts'
import { labelled } from './wrap-text.ts'

interface Finding {
  readonly word: string
  /** Gives the mark and the colour. */
  readonly standing: Standing
  readonly subject: string
  readonly detail: string
  readonly proof: readonly string[]
}

type Judged = Pick<RoundResult['verdict'], 'invariants' | 'expectations'>

/** Every rule with its ruling and the proof of it, then every expectation with what was measured. */
export function verdictBlock(verdict: Judged, style: Style): readonly string[] {
  const findings = findingsOf(verdict, style)
  const words = Math.max(0, ...findings.map(({ word }) => word.length))
  const subjects = Math.max(0, ...findings.map(({ subject }) => textWidth(subject)))
  return findings.flatMap((finding) => findingLines(finding, { words, subjects }, style))
}

function findingsOf({ invariants, expectations }: Judged, style: Style): readonly Finding[] {
  const idle = invariants.filter(({ isIdle }) => isIdle)
  const unseen = invariants.filter(({ isUnseen }) => isUnseen)
  const unasked = invariants.filter(({ level, isUnseen }) => level === null && !isUnseen)
  const rules = invariants
    .filter((invariant) => ![...idle, ...unasked, ...unseen].includes(invariant))
    .map(({ id, status, detail, evidence }): Finding => ({
      word: status,
      standing: status,
      subject: id,
      detail,
      proof: witnessBlock(evidence, style),
    }))
  const hopes = expectations.map((expectation): Finding => {
    const word = expectationWord(expectation)
    return {
      word,
      standing: standingOf[word],
      subject: expectation.expression,
      detail: expectationText(expectation),
      proof: [],
    }
  })
  return [
    ...rules,
    ...unaskedFindings(unasked, 'inconclusive'),
    ...unaskedFindings(unseen, 'unseen'),
    ...idleFinding(idle.map(({ id }) => id)),
    ...hopes,
  ]
}

type Invariant = RoundResult['verdict']['invariants'][number]

/** Rules that one lack keeps from ruling have a line together, so that the reason is told once. */
function unaskedFindings(unasked: readonly Invariant[], word: 'inconclusive' | 'unseen'): readonly Finding[] {
  return [...groupBy(unasked, ({ detail }) => detail)].map(([detail, rules]): Finding => {
    const ids = rules.map(({ id }) => id)
    const [{ id }] = rules
    const isOne = ids.length === 1
    return {
      word,
      standing: word,
      subject: isOne ? id : countOf(ids.length, 'rule'),
      detail: isOne ? detail : `${detail}; this leaves open ${ids.join(', ')}`,
      proof: [],
    }
  })
}

/** Rules that nothing happened for have a line together: alone they would drown those that say something. */
function idleFinding(ids: readonly string[]): readonly Finding[] {
  if (ids.length === 0) return []
  const subject = `${countOf(ids.length, 'rule')} more`
  return [{ word: 'held', standing: 'held', subject, detail: `nothing happened for ${ids.join(', ')}`, proof: [] }]
}

function findingLines(
  { word, standing, subject, detail, proof }: Finding,
  room: { readonly words: number; readonly subjects: number },
  style: Style,
): readonly string[] {
  const head = `${standingMarks[standing]} ${word.padEnd(room.words)}`
  const text = `${head}  ${padEnd(subject, room.subjects)}`
  const paint = upTo(head.length, standingPaint(standing, style))
  return [...labelled({ text, paint }, { text: detail }, { width: style.width }), ...proof]
}

const standingOf: Readonly<Record<ExpectationWord, Standing>> = {
  met: 'held',
  missed: 'missed',
  unmeasured: 'inconclusive',
}

/** Paints the beginning of a label, whose characters are all one column wide. */
const upTo =
  (length: number, paint: Paint): Paint =>
  (text) =>
    `${paint(text.slice(0, length))}${text.slice(length)}`
