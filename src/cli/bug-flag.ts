import { InvalidArgumentError } from 'commander'
import { bugNames, isBugName, type BugName } from '../booking/bug.ts'
import { didYouMean } from '../operator/did-you-mean.ts'

/** Reads a value of `--bug`; there are too many for the help page to list. */
export function bug(text: string): BugName {
  if (isBugName(text)) return text
  throw new InvalidArgumentError(`There is no such bug${didYouMean(text, bugNames)}; \`bookload bugs\` lists them all.`)
}
