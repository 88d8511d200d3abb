import type { Ruling, Witness } from '../rule.ts'
import { held, inconclusive, violated } from '../ruling.ts'
import { counted, listed } from '../words.ts'
import { isUnfair, type GroupFinding } from './group-bias.ts'
import { leastShown, repeated, wouldShow } from './power.ts'
import type { Inversions } from './inversions.ts'

/** A silence is only worth something where a preference of this size would have come to light. */
const ratioSought = 2

const playingsMax = 1000

/** Rules on whether anybody is preferred for who they are. */
export function ruleOnGroups(findings: readonly GroupFinding[], playings: number): Ruling {
  const unfair = findings.filter(isUnfair)
  if (unfair.length > 0) {
    return violated(
      listed(unfair.map((finding) => comparison(finding))),
      unfair.map((finding) => ({ claim: claimOf(finding), attempts: [], entries: [] }) satisfies Witness),
    )
  }
  const [first] = findings
  if (first === undefined) return inconclusive('all book with one account, so there are no groups to compare')
  const contrasts = findings.map(({ contrast }) => contrast)
  if (contrasts.every((contrast) => wouldShow(ratioSought, contrast))) {
    const furthest = findings.reduce((a, b) => (b.p < a.p ? b : a))
    const shown = Math.max(...contrasts.map((contrast) => leastShown(contrast) ?? ratioSought))
    return held(
      `nobody is preferred over ${counted(first.contrast.wins, 'win')}: furthest apart are ${furthest.groups[0].label}, ` +
        `who won ${times(furthest.ratio)} as often as ${furthest.groups[1].label} (p ${chance(furthest.p)}); ` +
        `${times(shown)} as often would have been found with a chance of 80 %`,
    )
  }
  for (let needed = playings + 1; needed <= playingsMax; needed++) {
    if (!contrasts.every((contrast) => wouldShow(ratioSought, repeated(contrast, needed / playings)))) continue
    return inconclusive(
      `${counted(first.contrast.wins, 'win')} are too few to tell: a group that is preferred twice over may stay hidden; ` +
        `--repeat ${needed} would tell`,
    )
  }
  return inconclusive(whyNever(first))
}

/** Rules on whether those who asked first were served first. */
export function ruleOnOrder(playings: readonly Inversions[]): Ruling {
  const sum = (of: (inversions: Inversions) => number): number => playings.reduce((total, one) => total + of(one), 0)
  const turned = sum(({ turnedAway }) => turnedAway)
  const passed = sum(({ passedOver }) => passedOver)
  const inOrder = sum((inversions) => inversions.inOrder)
  if (passed > 0) {
    return violated(
      `${passed} of ${counted(turned, 'user')} who were turned away saw somebody who came later get a seat`,
      playings.flatMap(({ evidence }) => evidence),
    )
  }
  if (inOrder === 0) {
    return inconclusive(
      'all first requests overlapped, so nobody can be said to have come first: let users come one by one, such as with ' +
        '--arrivals ramp:2s',
    )
  }
  if (turned === 0) return inconclusive('nobody was turned away, so nobody could be passed over')
  return held(
    `nobody was passed over: ${counted(inOrder, 'user')} came after somebody else had been answered, and ` +
      `${counted(turned, 'user')} ${turned === 1 ? 'was' : 'were'} turned away`,
  )
}

function whyNever({ contrast: { users, wins, growsRarer } }: GroupFinding): string {
  if (wins === 0) return 'nobody won, so nobody was preferred'
  if (!growsRarer) {
    return (
      'every playing was booked with the same accounts, so that more playings cannot tell who they prefer from what they ' +
      'remember: leave --users-file out, or bring more accounts'
    )
  }
  return (
    `with ${counted(wins, 'win')} for ${counted(users[0] + users[1], 'user')} no group can be far enough ahead, however ` +
    'often it is played: fewer seats or more users would tell'
  )
}

function comparison({ groups: [first, second], ratio, interval: [least, most], pAdjusted }: GroupFinding): string {
  const range = `95 %: ${times(least)} to ${times(most)}`
  return `${first.label} won ${times(ratio)} as often as ${second.label} (${range}; p ${chance(pAdjusted)})`
}

function claimOf({ groups }: GroupFinding): string {
  const shares = groups.map(
    ({ label, users, wins }) => `${label} won ${wins.toLocaleString('en')} of ${counted(users, 'try', 'tries')}`,
  )
  return `${shares.join(', ')}; if nobody were preferred, it would have been the same share but for chance`
}

const times = (ratio: number | null): string => (ratio === null ? 'infinitely' : `${ratio.toFixed(2)} times`)

const chance = (p: number): string => (p < 0.001 ? '< 0.001' : `= ${p.toFixed(3)}`)
