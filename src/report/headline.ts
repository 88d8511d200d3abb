import { countOf } from './count-text.ts'
import { durationText } from './duration-text.ts'
import type { Result } from './result.ts'
import { scenarioName } from './scenario-facts.ts'
import type { Style } from './style.ts'
import { usersAtOnce } from './totals.ts'
import { indented, labelled } from './wrap-text.ts'

/** What was run, against what, and what was prepared for it. */
export function headline(result: Result, { chalk, width }: Style): readonly string[] {
  const facts = [crowd(result), targetText(result), `seed ${result.run.seed}`]
  return [
    ...labelled({ text: scenarioName(result), paint: chalk.bold.cyan }, { text: facts }, { width }),
    ...indented({ text: seeding(result), paint: chalk.dim }, 0, width),
  ]
}

/** `300 users on 2 tokens`. */
export function crowd(result: Result): string {
  const { tokens } = result.users
  const users = usersAtOnce(result) || tokens
  return tokens < users ? `${countOf(users, 'user')} on ${countOf(tokens, 'token')}` : countOf(users, 'user')
}

function targetText({ target }: Result): string {
  if (target.kind === 'http') {
    return target.contract === undefined ? target.baseUrl : `${target.contract} at ${target.baseUrl}`
  }
  const bug = target.bug === undefined ? undefined : `with the planted bug ${target.bug}`
  const traits = [target.store, target.strategy, bug].filter((trait) => trait !== undefined)
  return traits.length === 0 ? 'embedded server' : `embedded server (${traits.join(', ')})`
}

function seeding({ users }: Result): string {
  if (users.created === 0) return `${countOf(users.tokens, 'account')} brought along, none created`
  return `${countOf(users.created, 'account')} in ${durationText(users.seedMs)}, outside the clock`
}
