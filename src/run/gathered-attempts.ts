import { alignHistory } from '../record/align-history.ts'
import type { History } from '../record/history.ts'
import type { AttemptLine } from '../record/history-lines.ts'
import { HistoryRecorder } from '../record/recorder.ts'
import type { Echo } from '../record/plain-lines.ts'
import { toldBy } from '../record/told-outcome.ts'
import { Echoes } from './echoes.ts'

/** Refuses the line at hand for a sentence about it. */
export type Complain = (sentence: string) => never

/** What the lines have said of a user so far. */
interface ToldUser {
  /** The number of the last attempt. */
  attempt: number
  /** What it asked for in the burst, as its first line that says so has it. */
  asked: number | null
  /** By operation, where its lines say so; null where none does, since there may be as many users as attempts. */
  askedFor: number[] | null
  /** How many operations there were lines of, those from 0 on without a gap. */
  operationsInOrder: number
  /** Those beyond. */
  otherOperations: Set<number> | null
  /** Of operation 0, which is all that most users have; null where none was sent. */
  firstKey: string | null
  /** Of the other operations; null where none was sent. */
  keys: string[] | null
  /** By key, where lines do not number their operations. */
  operations: Map<string, number> | null
}

/** Gathers the attempts of a round as their lines come, and fills in what the lines leave to be understood. */
export class GatheredAttempts {
  /** What the round says that everybody asked for. */
  readonly #askedOfAll: number | undefined
  readonly #recorder = new HistoryRecorder()
  /** By user; nothing where there is no attempt of theirs. */
  readonly #users: (ToldUser | undefined)[] = []
  /** By user, where a line of theirs, whatever it is about, names it. */
  readonly #accounts: (string | undefined)[] = []
  readonly #seatsBooked = new Set<number>()
  readonly #echoes = new Echoes()
  #length = 0
  #earliestUs = Infinity

  /** @param askedByAll seats that were asked for where no attempt says so */
  constructor(askedByAll: number | undefined) {
    this.#askedOfAll = askedByAll
  }

  add(line: AttemptLine, complain: Complain): void {
    const { user, step = 0, sentUs, beganUs = sentUs, endedUs, plannedUs = sentUs } = line
    if (beganUs > sentUs) complain(`beganUs is ${beganUs}; allowed is a time up to sentUs, which is ${sentUs}`)
    if (endedUs < sentUs) complain(`endedUs is ${endedUs}; allowed is a time from sentUs on, which is ${sentUs}`)
    const told = toldBy(line)
    if ('missing' in told) return complain(missing[told.missing])
    const { outcome, status } = told
    const known = this.#userOf(user)
    this.learnAccount(line, complain)
    const operation = operationOf(line, known)
    learn(line, { operation, known, askedOfAll: this.#askedOfAll, complain })
    if (
      known.asked === null &&
      this.#askedOfAll === undefined &&
      known.askedFor?.[operation] === undefined &&
      outcome.kind === 'booked' &&
      outcome.seats !== null
    )
      this.#seatsBooked.add(outcome.seats)
    this.#recorder.add({
      user,
      attempt: known.attempt,
      operation,
      step,
      plannedUs,
      sentUs,
      beganUs,
      endedUs,
      status,
      outcome,
    })
    if (outcome.kind === 'booked') this.#echoes.add(line, operation)
    this.#length++
    this.#earliestUs = Math.min(this.#earliestUs, plannedUs, beganUs)
  }

  /** What is true of a user is so for all of its lines, whatever they are about. */
  learnAccount({ user, account }: Pick<AttemptLine, 'user' | 'account'>, complain: Complain): void {
    if (account === undefined) return
    const known = this.#accounts[user] ?? account
    if (account !== known) complain(`account is "${account}"; allowed is "${known}", as before for user ${user}`)
    this.#accounts[user] = known
  }

  get length(): number {
    return this.#length
  }

  get highestUser(): number {
    return this.#users.length - 1
  }

  /** The first user, counted from 0, of whom there is no attempt. */
  get firstSilentUser(): number {
    let user = 0
    while (this.#users[user]) user++
    return user
  }

  /** The earliest time of any attempt, in the time of the file; Infinity without any. */
  get earliestUs(): number {
    return this.#earliestUs
  }

  /** @param openedUs what the times are to be counted from, in the time of the file */
  history(openedUs: number): History {
    return alignHistory(this.#recorder.history(), openedUs)
  }

  /** Every number of seats that a user was told it booked who has not said how many it asked for. */
  get seatsBooked(): ReadonlySet<number> {
    return this.#seatsBooked
  }

  /** Whether there is a line of everybody who made an attempt that says what account it is. */
  get haveAccounts(): boolean {
    for (let user = 0; user < this.#users.length; user++) {
      if (this.#users[user] && this.#accounts[user] === undefined) return false
    }
    return true
  }

  /** What the entry of a version is likely to say, by what its user was told; null where nobody was told of it. */
  echoOf(version: number): Echo | null {
    const told = this.#echoes.of(version)
    if (told === null) return null
    const { user, operation, reference } = told
    return { reference, userId: this.#accounts[user] ?? '', key: this.keyOf(user, operation) ?? '' }
  }

  /** Everybody of whom there is an attempt. */
  *users(): Generator<number> {
    for (let user = 0; user < this.#users.length; user++) if (this.#users[user]) yield user
  }

  toldAccountOf(user: number): string | null {
    return this.#accounts[user] ?? null
  }

  readonly keyOf = (user: number, operation: number): string | null => {
    const known = this.#users[user]
    return known ? keyIn(known, operation) : null
  }

  toldAskedOf(user: number): number | null {
    return this.#users[user]?.asked ?? null
  }

  /** What a line of this very operation says. */
  toldAskedFor(user: number, operation: number): number | null {
    return this.#users[user]?.askedFor?.[operation] ?? null
  }

  #userOf(user: number): ToldUser {
    const known = this.#users[user]
    if (known) return known
    const first: ToldUser = {
      attempt: 0,
      asked: null,
      askedFor: null,
      operationsInOrder: 0,
      otherOperations: null,
      firstKey: null,
      keys: null,
      operations: null,
    }
    this.#users[user] = first
    return first
  }
}

/** Attempts without a key are one operation, and those with the same key are one each. */
function operationOf({ operation, key }: AttemptLine, known: ToldUser): number {
  if (operation !== undefined) return operation
  if (typeof key !== 'string') return 0
  const operations = (known.operations ??= new Map())
  const next = operations.get(key) ?? operations.size + 1
  operations.set(key, next)
  return next
}

interface Lesson {
  readonly operation: number
  readonly known: ToldUser
  readonly askedOfAll: number | undefined
  readonly complain: Complain
}

/** What is true of an operation is so for all of its lines, and what its first line leaves to the round is what that says. */
function learn(
  { user, attempt, key, asked, step = 0 }: AttemptLine,
  { operation, known, askedOfAll, complain }: Lesson,
): void {
  known.attempt = attempt ?? known.attempt + 1
  const left = hasLines(known, operation) ? askedOfAll : undefined
  const said = known.askedFor?.[operation] ?? left
  if (asked !== undefined && said !== undefined && asked !== said)
    complain(`asked is ${asked}; allowed is ${said}, as before for operation ${operation} of user ${user}`)
  // Most say what the round says, or nothing, and then there is nothing to keep.
  if (asked !== undefined && said === undefined && asked !== askedOfAll) (known.askedFor ??= [])[operation] = asked
  countLine(known, operation)
  if (asked !== undefined && step === 0) known.asked ??= asked
  if (typeof key !== 'string') return
  const before = keyIn(known, operation)
  if (before !== null && before !== key) {
    complain(`key is "${key}"; allowed is "${before}", as before for operation ${operation} of user ${user}`)
  }
  if (operation === 0) known.firstKey = key
  else (known.keys ??= [])[operation] = key
}

function keyIn({ firstKey, keys }: ToldUser, operation: number): string | null {
  return (operation === 0 ? firstKey : keys?.[operation]) ?? null
}

function hasLines({ operationsInOrder, otherOperations }: ToldUser, operation: number): boolean {
  return operation < operationsInOrder || (otherOperations !== null && otherOperations.has(operation))
}

function countLine(known: ToldUser, operation: number): void {
  if (operation === known.operationsInOrder) known.operationsInOrder++
  else if (operation > known.operationsInOrder) (known.otherOperations ??= new Set()).add(operation)
}

const missing = {
  outcome: 'outcome is missing; allowed is an outcome, or the HTTP status, from which it follows',
  status: 'status is missing; allowed is the HTTP status of the answer, which being rejected does not tell',
} as const
