import { refusedArrivals, usersArriving, usersMax } from './arrivals.ts'
import { fieldName, type Complain } from '../operator/complaint.ts'
import { refusedFollowUps } from './follow-up.ts'
import { resolveArrivals, resolveFollowUp } from './resolve.ts'
import type { RoundField, ScenarioFile } from './schema.ts'

/** What a file says of its users: of the scenario, of each round, by the rate of its arrivals, and of their accounts. */
export function checkUsers(file: ScenarioFile, complain: Complain): void {
  for (const [index, round] of file.rounds.entries()) checkRound(file, { round, index }, complain)
  const arriving = file.rounds.map((round) => usersArriving(resolveArrivals(round.arrivals ?? file.arrivals)))
  const most = Math.max(...arriving.map((users) => users ?? 0))
  if (file.users !== undefined && file.users !== most && !arriving.includes(null)) {
    complain(['users'], `users is ${file.users}; allowed is ${most}, which the arrivals come to, or leaving it out`)
  }
  const users = Math.max(file.users ?? 0, most)
  if (file.accounts !== undefined && file.accounts > users) {
    complain(['accounts'], `accounts is ${file.accounts}; allowed is a whole number from 1 to users, which is ${users}`)
  }
}

function checkRound(
  file: ScenarioFile,
  { round, index }: { round: RoundField; index: number },
  complain: Complain,
): void {
  const arrivals = resolveArrivals(round.arrivals ?? file.arrivals)
  const isRate = usersArriving(arrivals) !== null
  if (file.users === undefined && !isRate) {
    const allowed = `a whole number from 1 to ${usersMax.toLocaleString('en')}`
    complain(
      ['users'],
      `users is missing; allowed is ${allowed}, or leaving it out where every round has a rate of arrivals`,
    )
  }
  if (file.users !== undefined && !isRate && (round.users ?? 0) > file.users) {
    const path = ['rounds', index, 'users']
    const allowed = `a whole number from 1 to the scenario's users, which is ${file.users}`
    complain(path, `${fieldName(path)} is ${round.users}; allowed is ${allowed}`)
  }
  const refusal = refusedArrivals(arrivals, round.users ?? (isRate ? null : (file.users ?? null)))
  const path = round.arrivals === undefined ? ['arrivals'] : ['rounds', index, 'arrivals']
  if (refusal !== null) complain(path, `${fieldName(path)}: ${refusal}`)
  const followUps = (round.followUps ?? []).map(resolveFollowUp)
  const unplayable = refusedFollowUps(followUps, {
    arrivals,
    users: round.users ?? file.users ?? usersArriving(arrivals) ?? 0,
  })
  const place = ['rounds', index, 'followUps']
  if (unplayable !== null) complain(place, `${fieldName(place)}: ${unplayable}`)
}
