import type { Ruling } from '../rule.ts'
import { held, idle, inconclusive, violated } from '../ruling.ts'
import { counted } from '../words.ts'
import { binomialAtMost } from './binomial.ts'
import { bypassesMany, type Bypasses } from './bypasses.ts'
import type { Comebacks } from './comebacks.ts'

/**
 * At least half is due to those who come again. Clocks, paths and parsers may favour one side a little, so nobody is
 * accused unless less than a tenth is certain.
 */
const shareStarved = 0.1

/** How likely so few of them would have won, if a tenth were. */
const doubt = 0.01

/** With so many contests and none of them won, less than a tenth is certain. */
const contestsNeeded = Math.ceil(Math.log(doubt) / Math.log(1 - shareStarved))

/** Rules on whether those who were refused and ask again still get seats while others ask for the first time. */
export function ruleOnComebacks(playings: readonly Comebacks[]): Ruling {
  const won = playings.reduce((sum, one) => sum + one.won, 0)
  const lost = playings.reduce((sum, one) => sum + one.lost, 0)
  if (playings.every(({ attempts }) => attempts === 0)) return idle('nobody was refused and asked again')
  const contests = won + lost
  const score =
    `of ${counted(contests, 'contest')} with a newcomer for which they had asked first, those who asked again won ` +
    won.toLocaleString('en')
  if (binomialAtMost(won, { trials: contests, chance: shareStarved }) < doubt) {
    return violated(
      `${score}; at least half would be due to them`,
      playings.flatMap(({ evidence }) => evidence),
    )
  }
  if (contests >= contestsNeeded) return held(score)
  if (contests === 0) {
    return inconclusive(
      'nobody who asked again met a newcomer who asked a little later: let users come one after the other, such as with ' +
        '--arrivals rate:150/4s',
    )
  }
  const needed = Math.ceil((playings.length * contestsNeeded) / contests)
  return inconclusive(`${score}; it takes ${contestsNeeded} to tell, such as those of --repeat ${needed}`)
}

/** Rules on whether anybody goes on asking while those who came later are served. */
export function ruleOnWaiting(playings: readonly Bypasses[]): Ruling {
  const starved = playings.reduce((sum, one) => sum + one.starved, 0)
  if (starved === 0) {
    return held(`nobody who went on asking was passed over ${bypassesMany} times without ever getting a seat`)
  }
  return violated(
    `${counted(starved, 'user')} went on asking and never got a seat, while ${bypassesMany} or more who came later did`,
    playings.flatMap(({ evidence }) => evidence),
  )
}
