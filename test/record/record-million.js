// A process that records a million attempts with what was built, sums them up as a run does, and prints by how many
// megabytes it grew. In JavaScript, since node runs it as it is.
//
//     node record-million.js <attempts of each user> <users>

import { answeredLatencies, latencyByOutcome, plannedLatencies, summariseLatency } from '../../dist/record/latency.js'
import { tallyReasons } from '../../dist/record/reasons.js'
import { HistoryRecorder } from '../../dist/record/recorder.js'
import { summariseRetries } from '../../dist/record/retries.js'
import { countLateSends, sendSpread } from '../../dist/record/sending.js'
import { tallyAttempts, tallyUsers } from '../../dist/record/tally.js'

const [attemptsEach = 0, users = 0] = process.argv.slice(2).map(Number)

/** @returns what the attempt of a user came to: most conflict, some have no answer, and the last of some wins */
function outcomeOf(user, attempt) {
  if (attempt === attemptsEach && user % 10 === 0) {
    return { status: 201, outcome: { kind: 'booked', reference: `EVT-${user}`, seats: 1, version: user + 2 } }
  }
  if (attempt % 5 === 0) return { status: 0, outcome: { kind: 'unknown', cause: 'timeout' } }
  if (attempt % 4 === 0) return { status: 422, outcome: { kind: 'rejected', code: 'CLOSED' } }
  return { status: 409, outcome: { kind: 'conflict' } }
}

function record() {
  const recorder = new HistoryRecorder()
  for (let attempt = 1; attempt <= attemptsEach; attempt++) {
    for (let user = 0; user < users; user++) {
      const plannedUs = (attempt - 1) * 100_000
      const sentUs = plannedUs + user / 2
      const endedUs = sentUs + 1000 + ((user * 7919 + attempt * 104_729) % 90_000)
      recorder.add({ user, attempt, operation: attempt - 1, plannedUs, sentUs, endedUs, ...outcomeOf(user, attempt) })
    }
  }
  return recorder.history()
}

function summarise(history) {
  return {
    attempts: tallyAttempts(history),
    users: tallyUsers(history),
    reasons: tallyReasons(history),
    sent: summariseLatency(answeredLatencies(history)),
    planned: summariseLatency(plannedLatencies(history)),
    byOutcome: latencyByOutcome(history),
    retries: summariseRetries(history, { interrupted: false }),
    spread: sendSpread(history),
    late: countLateSends(history),
  }
}

const startBytes = process.memoryUsage.rss()
const history = record()
const summary = summarise(history)
const peakBytes = process.resourceUsage().maxRSS * 1024
process.stdout.write(JSON.stringify({ recorded: history.length, summary, grownMb: (peakBytes - startBytes) / 1e6 }))
