/**
 * The commented scenario that `bookload init` writes: every field that people change, with what it means.
 * @param schema where an editor finds the JSON Schema of scenario files
 */
export function scenarioTemplate({ name, schema }: { name: string; schema: string }): string {
  return `# yaml-language-server: $schema=${schema}
name: ${name}
description: 300 people want 100 seats, and try again when somebody was faster

# How many people press "buy". Each has an account and a token of their own; \`accounts: 2\` would let them share two.
users: 300

# How long a user waits for an answer before it counts as unknown.
timeout: 30s

# The embedded server. It plays no part when you point the run at your own API with --target.
server:
  strategy: optimistic # or pessimistic, atomic, naive: how a booking is made
  processing: 0ms # between the read and the write of a booking: payment, fraud check
  rateLimit: { limit: 60, window: 1m } # requests a user; off for none

# When they press "buy": burst (all at once), waves (waves, interval), ramp (duration), rate (perSecond, duration; leave
# \`users\` out) or loop (duration): again and again, as soon as they are answered.
arrivals: burst

# What users do after a conflict: none, immediate, fixed (delay) or backoff (base, cap; full jitter).
retry:
  policy: backoff
  base: 20ms
  cap: 1s
  attempts: 50
  deadline: 30s
  keyAfterUnknown: same # or new: the idempotency key of a retry after an answer that never came

# Who the seats are promised to: lottery (nobody is preferred), fifo (whoever asks first) or none. Judged over all
# repetitions of a round, so that it takes \`--repeat\` to tell.
fairness: none

# Played one after the other, each on a fresh event.
rounds:
  - name: sell-out
    capacity: 100 # seats the event has
    seats: 1 # seats that everyone asks for
    waitlist: false # true: who comes too late queues up
    readers: 0 # visitors who look at the event again and again meanwhile
    # What follows on the same event, one after the other, each all at once. Take the hashes away to play it.
    # followUps:
    #   - cancel: { times: 8 } # every booking, 8 times at once
    #   - repeat: {} # every key once more
    #   - book: { who: losers }
    expect:
      # users:    winners booked conflict soldOut waitlisted rateLimited rejected unknown
      # seats:    sold oversold unsold
      # requests: attempts attempts.conflict ...
      # times:    p(95) min mean max duration
      - winners == 100
      - oversold == 0
      - p(95) < 2s
`
}
